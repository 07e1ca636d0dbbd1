package dev.reeve.daemon.crash;

import dev.reeve.api.EventItem;
import dev.reeve.api.Wire;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process that ended badly by itself.
 *
 * @param event the record of its end
 * @param crashes how many there were of the service since the last call, this one included
 */
record Crash(EventItem event, int crashes) {
  /** Whether a record is one of these: the end of what nobody wanted to end, and not a good one. */
  static boolean is(EventItem event) {
    return event.event().equals("exited")
        && event.detail().containsKey("ran_ms")
        && !"0".equals(event.detail().get("code"));
  }

  /**
   * What is sent.
   *
   * @param restarts how often the instance was restarted
   * @param hint what is wrong and what to do; empty if nobody knows
   * @param log the last lines of its output
   */
  byte[] body(int restarts, String host, String hint, List<String> log) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("service", event.service());
    tree.put("instance", event.instance());
    Optional.ofNullable(event.detail().get("code"))
        .ifPresent(code -> tree.put("exit_code", Integer.parseInt(code)));
    Optional.ofNullable(event.detail().get("signal"))
        .ifPresent(signal -> tree.put("exit_signal", signal));
    tree.put("reason", event.reason());
    tree.put("runtime_ms", Long.parseLong(event.detail().getOrDefault("ran_ms", "0")));
    tree.put("error_restarts", restarts);
    tree.put("crashes", crashes);
    tree.put("timestamp", event.at());
    tree.put("host", host);
    if (!hint.isEmpty()) {
      tree.put("hint", hint);
    }
    if (!log.isEmpty()) {
      tree.put("log", String.join("\n", log));
    }
    return Wire.writeTree(tree).getBytes(StandardCharsets.UTF_8);
  }
}
