package dev.reeve.cli;

import dev.reeve.api.Action;
import dev.reeve.api.ActionResult;
import dev.reeve.api.ApiException;
import dev.reeve.api.Definition;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Methods;
import dev.reeve.api.ServiceRow;
import dev.reeve.client.Client;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.SpecWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Takes services over, one after the other: at each moment each of them runs in one manager. */
final class Migration {
  private final Call call;
  private final Origin origin;
  private final Map<String, ServiceRow> existing = new HashMap<>();
  private final List<Map<String, Object>> told = new ArrayList<>();
  private final List<Origin.Migrant> moved = new ArrayList<>();
  private final AtomicInteger signal = new AtomicInteger();
  private int failures;

  Migration(Call call, Origin origin, List<ServiceRow> services) {
    this.call = call;
    this.origin = origin;
    services.forEach(service -> existing.put(service.name(), service));
  }

  /** Takes over all of them; answers the exit code. */
  int run(List<Origin.Migrant> migrants) throws Complaint, ApiException {
    // Before anything is stopped: if there is no daemon, nothing has happened.
    Client client = call.client(Daemon.Need.START);
    call.invocation.terminal().signals().accept(this::interrupted);
    int number = 0;
    for (Origin.Migrant migrant : migrants) {
      if (signal.get() != 0) {
        break;
      }
      say("[" + ++number + "/" + migrants.size() + "] " + migrant.name());
      migrant.warnings().forEach(this::warn);
      try {
        move(client, migrant);
      } catch (Complaint e) {
        failed(migrant, e);
      }
    }
    List<String> farewell = moved.isEmpty() ? List.of() : origin.farewell(moved);
    if (call.json()) {
      call.printJsonText(Json.text(told));
    } else if (!call.quiet()) {
      call.out.line(moved.size() + " of " + migrants.size() + " taken over from " + origin.title());
      farewell.forEach(line -> call.out.line("→ " + Clean.line(line)));
    }
    int ended = signal.get();
    return ended != 0 ? 128 + ended : failures == 0 ? 0 : ErrorCode.FAILED.exit();
  }

  /** Half-way a service would run nowhere: the one that is on its way arrives, or goes back. */
  private void interrupted(int number) {
    if (!signal.compareAndSet(0, number)) {
      Runtime.getRuntime().halt(128 + number); // whoever asks twice wants no more
    }
    warn("interrupted: this one is finished, the others stay; once more ends at once");
  }

  private void say(String text) {
    if (!call.json() && !call.quiet()) {
      call.out.line(Clean.line(text)).flush();
    }
  }

  private void warn(String warning) {
    if (!call.json() && !call.quiet()) {
      call.err.line("warning: " + Clean.line(warning)).flush();
    }
  }

  private void move(Client client, Origin.Migrant migrant) throws Complaint, ApiException {
    ServiceSpec spec =
        migrant
            .spec()
            .filter(ready -> migrant.problem().isEmpty())
            .orElseThrow(() -> complaint(migrant, migrant.problem(), "it is where it was"));
    ServiceRow same = existing.get(spec.name());
    if (same != null) {
      throw complaint(
          migrant,
          "a service '" + spec.name() + "' exists already (" + Clean.line(same.command()) + ")",
          "rename it with 'reeve rename', or delete it; here nothing was done");
    }
    boolean stops = migrant.running() && !origin.stopLine(migrant).isEmpty();
    if (stops) {
      say("  " + origin.stopLine(migrant));
      origin.stop(migrant);
    }
    ActionResult result = define(client, migrant, spec);
    if (!result.ok()) {
      back(client, migrant, spec, result, stops);
      return;
    }
    moved.add(migrant);
    String leave = origin.leaveLine(migrant);
    Complaint left = null;
    try {
      origin.leave(migrant);
    } catch (Complaint e) {
      left = e; // it runs here, which counts; what is left to do is said
    }
    if (left != null) {
      warn(left.sentence() + "; do it yourself: " + leave);
    } else if (!leave.isEmpty()) {
      say("  " + leave);
    }
    tell(migrant, result, false);
    String pids = String.join(", ", result.pids().stream().map(String::valueOf).toList());
    say(
        "  "
            + spec.name()
            + (migrant.running()
                ? " runs in Reeve" + (pids.isEmpty() ? "" : " (pid " + pids + ")")
                : " is declared in Reeve, stopped as it was"));
  }

  /** Whatever goes wrong with the daemon is a result, too: the service must go back. */
  private ActionResult define(Client client, Origin.Migrant migrant, ServiceSpec spec) {
    Definition.Service service =
        new Definition.Service(
            spec.name(), spec.directory().toString(), SpecWriter.declared(spec), "");
    Definition definition =
        new Definition(List.of(service), true, migrant.running(), false, false, migrant.running());
    try (ProgressView view = ProgressView.open(call, "starting")) {
      List<ActionResult> results = client.call(Methods.DEFINE, definition, view).results();
      if (!results.isEmpty()) {
        return results.getFirst();
      }
      return failure(spec, ErrorCode.FAILED, "the daemon does not say what became of it", "");
    } catch (ApiException e) {
      return failure(spec, e.code(), e.reason(), e.hint());
    }
  }

  private static ActionResult failure(
      ServiceSpec spec, ErrorCode code, String reason, String hint) {
    return new ActionResult(
        spec.name(),
        false,
        "",
        List.of(),
        new ActionResult.Failure(code.word(), reason, hint, List.of()));
  }

  private void back(
      Client client,
      Origin.Migrant migrant,
      ServiceSpec spec,
      ActionResult result,
      boolean stopped) {
    failures++;
    List<String> done = new ArrayList<>();
    try {
      client.call(Methods.DELETE, new Action(List.of(spec.name()), false, true, 0), progress -> {});
    } catch (ApiException e) {
      if (e.code() != ErrorCode.UNKNOWN_SERVICE) {
        done.add("it may still be in Reeve (" + e.reason() + "): reeve delete " + spec.name());
      }
    }
    boolean back = false;
    if (stopped) {
      try {
        origin.start(migrant);
        back = true;
        done.add("it runs in " + origin.title() + " again");
      } catch (Complaint e) {
        done.add(e.sentence() + "; start it yourself: " + origin.startLine(migrant));
      }
    } else {
      done.add("in " + origin.title() + " nothing was changed");
    }
    tell(migrant, result, back);
    ActionResult.Failure failure = result.error();
    complain(
        new Complaint(
            ErrorCode.FAILED,
            "take over " + Clean.line(migrant.name()),
            failure == null ? "it does not run" : failure.message(),
            Clean.line(String.join("; ", done)),
            failure == null ? List.of() : failure.output()));
  }

  private Complaint complaint(Origin.Migrant migrant, String reason, String hint) {
    return new Complaint(
        ErrorCode.FAILED, "take over " + Clean.line(migrant.name()), Clean.line(reason), hint);
  }

  private void failed(Origin.Migrant migrant, Complaint e) {
    failures++;
    String name = migrant.spec().map(ServiceSpec::name).orElse(migrant.name());
    tell(
        migrant,
        new ActionResult(
            name,
            false,
            "",
            List.of(),
            new ActionResult.Failure(e.code().word(), e.reason(), e.hint(), List.of())),
        false);
    complain(e);
  }

  private void complain(Complaint e) {
    if (!call.json()) {
      call.out.flush();
      Complaints.print(call.err, call.errStyle(), e);
      call.err.flush();
    }
  }

  private void tell(Origin.Migrant migrant, ActionResult result, boolean back) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("target", result.target());
    tree.put("from", migrant.name());
    tree.put("ok", result.ok());
    tree.put("state", result.state());
    tree.put("pids", result.pids());
    tree.put("back", back);
    tree.put("warnings", migrant.warnings());
    ActionResult.Failure failure = result.error();
    tree.put("error", failure == null ? new Json.Raw("null") : error(failure));
    told.add(tree);
  }

  private static @Nullable Object error(ActionResult.Failure failure) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("code", failure.code());
    tree.put("message", failure.message());
    tree.put("hint", failure.hint());
    tree.put("output", failure.output());
    return tree;
  }
}
