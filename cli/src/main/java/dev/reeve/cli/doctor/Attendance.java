package dev.reeve.cli.doctor;

import dev.reeve.api.ApiException;
import dev.reeve.api.DaemonStatus;
import dev.reeve.api.Declaration;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Methods;
import dev.reeve.api.Nothing;
import dev.reeve.api.Query;
import dev.reeve.client.Client;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whether a daemon answers; asked once, before anything else. */
public sealed interface Attendance {
  /**
   * It does.
   *
   * @param services what is declared
   */
  record There(DaemonStatus status, List<Declaration> services) implements Attendance {}

  /** Nobody listens. */
  record Absent() implements Attendance {}

  /** Somebody listens and says nothing, or refuses. */
  record Refused(String reason, String advice) implements Attendance {}

  /** Asks, for so long; starts nothing. */
  static Attendance ask(Path socket, Duration patience) {
    Client client;
    try {
      client = Client.connect(socket);
    } catch (ApiException e) {
      return of(e);
    }
    // A call ends when the connection is closed.
    try (client) {
      FutureTask<Attendance> asking = new FutureTask<>(() -> ask(client));
      Thread.ofVirtual().start(asking);
      return asking.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new Refused(
          "it takes calls and does not answer within " + patience.toSeconds() + "s",
          "'kill -QUIT PID' has it say in its log where it hangs; 'kill -9 PID' ends it, services go on");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Refused("the wait for it was interrupted", "try again");
    }
  }

  private static Attendance ask(Client client) {
    try {
      DaemonStatus status = client.call(Methods.STATUS, new Nothing());
      return new There(status, client.call(Methods.DECLARED, new Query(List.of())).services());
    } catch (ApiException e) {
      return of(e);
    }
  }

  private static Attendance of(ApiException e) {
    if (e.code() == ErrorCode.UNREACHABLE) {
      return new Absent();
    }
    String advice = e.hint().isEmpty() ? "look at its log" : e.hint();
    return new Refused(e.reason(), advice);
  }
}
