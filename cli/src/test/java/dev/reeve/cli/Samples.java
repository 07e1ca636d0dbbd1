package dev.reeve.cli;

import dev.reeve.api.ActionResult;
import dev.reeve.api.Description;
import dev.reeve.api.ServiceRow;
import dev.reeve.api.ServiceRow.InstanceRow;
import dev.reeve.api.ServiceRow.LastExit;
import java.util.List;
import java.util.Map;

/** Services as a daemon would tell of them. */
final class Samples {
  private Samples() {}

  static final LastExit EXIT_3 = new LastExit(3, null, "2020-01-01T00:00:00Z", "exit code 3");

  static InstanceRow running(int number, int pid) {
    return new InstanceRow(
        number,
        pid,
        "running",
        "unknown",
        "2026-11-20T08:00:00Z",
        8_100_000L,
        0,
        0.3,
        25_270_682L,
        1,
        "started by root",
        null,
        List.of(),
        null);
  }

  static InstanceRow idle(String state, String reason) {
    return new InstanceRow(
        1, null, state, "unknown", null, null, 0, null, null, 0, reason, null, List.of(), null);
  }

  static ServiceRow service(int id, String name, InstanceRow... instances) {
    return new ServiceRow(
        id,
        name,
        "",
        instances[0].state(),
        true,
        0,
        "node server.js",
        List.of(instances),
        List.of());
  }

  static ServiceRow.Rows rows(ServiceRow... services) {
    return new ServiceRow.Rows(List.of(services));
  }

  /** One of each kind. */
  static ServiceRow.Rows zoo() {
    return rows(
        service(0, "api", running(1, 4521), running(2, 4522)),
        new ServiceRow(
            1,
            "worker",
            "batch",
            "running",
            true,
            3,
            "python3 worker.py --queue 'all of them'",
            List.of(
                new InstanceRow(
                    1,
                    31_234,
                    "running",
                    "unknown",
                    "2026-11-20T08:00:00Z",
                    273_600_000L,
                    3,
                    112.4,
                    2_147_483_648L,
                    5,
                    "",
                    EXIT_3,
                    List.of(),
                    null)),
            List.of()),
        service(2, "db", idle("stopped", "stopped by root")),
        service(
            3,
            "a-service-with-quite-a-long-name",
            idle("backoff", "exit code 3, restarting in 2s (attempt 2)")),
        service(12, "broken", idle("failed", "/srv/app/server.js: no such file")),
        service(13, "migrate", idle("completed", "exit code 0")),
        service(14, "web", idle("waiting", "db (started)")));
  }

  static ActionResult ok(String target, String state, Integer... pids) {
    return new ActionResult(target, true, state, List.of(pids), null);
  }

  static ActionResult failed(String target, String code, String message, String... output) {
    return new ActionResult(
        target,
        false,
        "failed",
        List.of(),
        new ActionResult.Failure(code, message, "look at it", List.of(output)));
  }

  static ActionResult.All all(ActionResult... results) {
    return new ActionResult.All(List.of(results));
  }

  static Description description(
      ServiceRow service, Map<String, Object> spec, Map<String, Object> declared) {
    return new Description(
        service,
        "up",
        spec,
        declared,
        List.of(new Description.Logs(1, "/l/api-out.log", "/l/api-err.log", 0, false)),
        List.of(
            new Description.ProcessRow(1, 4521, 1, "S", 23_068_672, "node server.js"),
            new Description.ProcessRow(1, 4533, 4521, "S", 2_202_009, "node worker.js")),
        List.of(),
        null);
  }

  static Description.All descriptions(Description... descriptions) {
    return new Description.All(List.of(descriptions));
  }
}
