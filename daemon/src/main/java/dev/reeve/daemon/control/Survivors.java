package dev.reeve.daemon.control;

import dev.reeve.api.ActionResult;
import java.io.IOException;
import java.util.List;

/** Names the processes that a stop could not end. */
interface Survivors {
  /** The living processes of a service, each as {@code pid (name, state)}. */
  List<String> of(String service) throws IOException, InterruptedException;

  /** The result, with the names of those who did not die in its message. */
  default ActionResult named(ActionResult result) throws IOException, InterruptedException {
    ActionResult.Failure failure = result.error();
    int hash = result.target().lastIndexOf('#');
    List<String> living = of(hash < 0 ? result.target() : result.target().substring(0, hash));
    if (failure == null || living.isEmpty()) {
      return result;
    }
    return new ActionResult(
        result.target(),
        false,
        result.state(),
        result.pids(),
        new ActionResult.Failure(
            failure.code(),
            failure.message() + "; still there: " + String.join(", ", living),
            "a process in state D waits for a disk or a network file system; Reeve goes on killing"
                + " it",
            List.of()));
  }
}
