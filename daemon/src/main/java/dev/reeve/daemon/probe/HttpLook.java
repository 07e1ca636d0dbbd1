package dev.reeve.daemon.probe;

import dev.reeve.core.spec.Probe;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** Asks by GET; the status of the answer says yes or no. */
final class HttpLook {
  private HttpLook() {}

  static Answer ask(Probe.Http http, Deadline deadline) throws IOException {
    int status = HttpMessage.send("GET", http.url(), Map.of(), new byte[0], deadline);
    return new Answer(isYes(status, http.status()), "HTTP " + status);
  }

  private static boolean isYes(int status, Set<Integer> wanted) {
    return wanted.isEmpty() ? status >= 200 && status < 400 : wanted.contains(status);
  }
}
