package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.Description;
import dev.reeve.api.Methods;
import dev.reeve.api.Query;
import dev.reeve.api.ServiceRow.InstanceRow;
import dev.reeve.cli.inspect.Inspector;
import dev.reeve.cli.inspect.Look;
import dev.reeve.client.Client;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The service a process belongs to: the daemon knows for certain, if one runs; else the marker in
 * its environment tells with which it was started.
 *
 * @param home of the daemon
 * @param service its name; when only the marker tells, the one it had then
 * @param description null if no daemon was asked, or it does not know the process
 */
record PidOwner(
    String home, String service, int instance, String run, @Nullable Description description) {
  /** What the daemon puts into the environment: {@code HOME/SERVICE#N/GENERATION}. */
  private static final String MARKER = "REEVE_INSTANCE";

  /** A daemon that is busy must not keep anybody waiting. */
  private static final long PATIENCE = 3000;

  static Optional<PidOwner> of(Call call, Inspector inspector, Look look) {
    String marker = inspector.environment().orElse(Map.of()).getOrDefault(MARKER, "");
    Optional<PidOwner> marked = marked(marker);
    String home = marked.map(PidOwner::home).orElse("");
    if (!home.isEmpty() && !home.equals(call.home().root().toString())) {
      return marked; // of another daemon than the one that would be asked
    }
    String name = marked.map(PidOwner::service).orElse("");
    try (Client client = Client.connect(call.home().socket())) {
      try (Deadline deadline = Deadline.of(client, PATIENCE)) {
        Optional<PidOwner> found =
            name.isEmpty() ? Optional.empty() : ask(call, client, List.of(name), look, deadline);
        return found.or(() -> ask(call, client, List.of(), look, deadline)).or(() -> marked);
      }
    } catch (ApiException e) {
      return marked;
    }
  }

  static Optional<PidOwner> marked(String marker) {
    int slash = marker.lastIndexOf('/');
    int before = slash < 1 ? -1 : marker.lastIndexOf('/', slash - 1);
    int hash = slash < 1 ? -1 : marker.lastIndexOf('#', slash);
    if (before < 1 || hash < before) {
      return Optional.empty();
    }
    int instance = Columns.number(marker.substring(hash + 1, slash));
    return Optional.of(
        new PidOwner(
            marker.substring(0, before),
            marker.substring(before + 1, hash),
            instance,
            marker.substring(slash + 1),
            null));
  }

  private static Optional<PidOwner> ask(
      Call call, Client client, List<String> names, Look look, Deadline deadline) {
    List<Description> all;
    try {
      all = client.call(Methods.DESCRIBE, new Query(names)).services();
    } catch (ApiException e) {
      // No such service any more, or it may not be asked, or it takes too long.
      System.getLogger(PidOwner.class.getName())
          .log(System.Logger.Level.DEBUG, "describe", deadline.explain(e));
      return Optional.empty();
    }
    for (Description one : all) {
      for (Description.ProcessRow process : one.processes()) {
        if (process.pid() == look.pid()) {
          String home = call.home().root().toString();
          return Optional.of(new PidOwner(home, one.service().name(), process.instance(), "", one));
        }
      }
    }
    return Optional.empty();
  }

  PidSection section(Call call) {
    PidSection.Rows rows =
        new PidSection.Rows(call)
            .row("service", "service", service, service)
            .row("instance", "instance", instance, Integer.toString(instance))
            .row("home", "home", home, home);
    Description known = description;
    if (known == null) {
      return rows.line("known from", "the mark in its environment; no daemon was asked")
          .only("known_from", "marker")
          .section("reeve", "Reeve");
    }
    rows.only("known_from", "daemon");
    for (InstanceRow row : known.service().instances()) {
      if (row.instance() == instance) {
        boolean main = row.pid() != null;
        rows.row("state", "state", row.state(), row.state())
            .row("restarts", "restarts", row.restarts(), Integer.toString(row.restarts()));
        rows.only("main_pid", main ? row.pid() : null);
      }
    }
    for (Description.Logs logs : known.logs()) {
      if (logs.instance() == instance) {
        rows.row("output", "stdout", logs.stdout(), logs.stdout())
            .row("errors", "stderr", logs.stderr(), logs.stderr());
      }
    }
    return rows.row("command", "command", known.service().command(), known.service().command())
        .section("reeve", "Reeve");
  }
}
