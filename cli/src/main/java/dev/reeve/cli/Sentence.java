package dev.reeve.cli;

import dev.reeve.api.ServiceRow.InstanceRow;
import dev.reeve.api.ServiceRow.LastExit;
import java.time.Instant;

/** What an instance does and why, as a sentence. */
final class Sentence {
  private Sentence() {}

  /** Such as "api runs for 2h 15m, pid 4521" or "api has failed: exit code 3". */
  static String of(String name, InstanceRow instance) {
    String reason = Clean.line(instance.reason());
    return Clean.line(name)
        + switch (instance.state()) {
          case "running" -> running(instance);
          case "paused" -> " is paused" + because(reason);
          case "starting" -> " is being started" + because(reason);
          case "stopping" -> " is being stopped" + because(reason);
          case "waiting" ->
              reason.startsWith("waiting for ") ? " is " + reason : " waits" + because(reason);
          case "backoff" -> " has ended and will be started again" + because(reason);
          case "failed" -> " has failed" + because(reason);
          case "completed" -> " is completed" + because(reason);
          case "stopped" -> " is stopped" + because(reason);
          default -> " is " + Clean.line(instance.state()) + because(reason);
        };
  }

  private static String running(InstanceRow instance) {
    Long uptime = instance.uptimeMs();
    Integer pid = instance.pid();
    return " runs"
        + (uptime == null ? "" : " for " + Human.duration(uptime))
        + (pid == null ? "" : ", pid " + pid);
  }

  private static String because(String reason) {
    return reason.isEmpty() ? "" : ": " + reason;
  }

  /** How its latest process ended, and when. */
  static String lastExit(LastExit last, Instant now) {
    return Clean.line(last.text()) + ", " + Human.ago(last.at(), now);
  }
}
