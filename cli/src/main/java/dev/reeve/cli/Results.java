package dev.reeve.cli;

import dev.reeve.api.ActionResult;
import dev.reeve.api.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/** Tells what became of an action, target by target. */
final class Results {
  private Results() {}

  /**
   * Prints JSON; or a line for each success, and a complaint for each failure.
   *
   * @param verb what was to be done: {@code start}
   * @param done what that makes of a service: {@code started}; empty if something else tells it
   * @return the exit code: that of the failure if there was one target, 1 if one of several failed
   */
  static int print(Call call, List<ActionResult> results, String verb, String done) {
    if (call.json()) {
      call.printJsonArray(results);
      return exit(results);
    }
    for (ActionResult result : results) {
      if (result.ok() && !call.quiet() && !done.isEmpty()) {
        success(call, result, done);
      }
    }
    call.out.flush();
    for (ActionResult result : results) {
      if (!result.ok()) {
        Complaints.print(call.err, call.errStyle(), complaint(result, verb));
      }
    }
    return exit(results);
  }

  /** The exit code alone. */
  static int exit(List<ActionResult> results) {
    List<ActionResult> failed = new ArrayList<>();
    for (ActionResult result : results) {
      if (!result.ok()) {
        failed.add(result);
      }
    }
    if (failed.isEmpty()) {
      return 0;
    }
    ActionResult.Failure only = failed.getFirst().error();
    return results.size() > 1 || only == null
        ? ErrorCode.FAILED.exit()
        : ErrorCode.of(only.code()).exit();
  }

  private static void success(Call call, ActionResult result, String done) {
    StringBuilder line = new StringBuilder();
    if (call.style.frames()) {
      line.append(call.style.paint("✔", Style.GREEN)).append(' ');
    }
    line.append(call.style.bold(Clean.line(result.target()))).append(' ').append(done);
    if (!result.pids().isEmpty()) {
      line.append(" (pid");
      for (int i = 0; i < result.pids().size(); i++) {
        line.append(i == 0 ? " " : ", ").append(result.pids().get(i));
      }
      line.append(')');
    }
    call.out.line(line.toString());
  }

  private static Complaint complaint(ActionResult result, String verb) {
    ActionResult.Failure failure = result.error();
    String what = verb + " " + Clean.line(result.target());
    return failure == null
        ? new Complaint(ErrorCode.FAILED, what, "the daemon does not say why", "")
        : new Complaint(
            ErrorCode.of(failure.code()),
            what,
            failure.message(),
            failure.hint(),
            failure.output());
  }
}
