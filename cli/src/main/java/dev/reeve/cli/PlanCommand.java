package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.Application;
import dev.reeve.api.Methods;
import dev.reeve.api.PlanReport;
import dev.reeve.config.Loaded;
import dev.reeve.core.plan.Plan;
import java.util.List;

/** {@code plan}: what {@code apply} would do. */
final class PlanCommand implements Command {
  /** Of {@code --exit-code}: no code that means anything else. */
  private static final int SOMETHING = 7;

  private static final Opt EXIT_CODE =
      Opt.flag("--exit-code", "end with " + SOMETHING + " if there is something to do");

  @Override
  public Usage usage() {
    return Usage.of("plan", "what 'apply' would do with a file")
        .words("[FILE] [NAME…] [options]", 0, Usage.MANY)
        .text(
            "Compares what a file declares (the reeve.yaml of the current folder if none is given)"
                + " with the services there are: which are new, which fields change and what that"
                + " takes, and which the file declared before and does not any more. Values of"
                + " variables whose names look secret are masked. Changes nothing.")
        .options(EXIT_CODE)
        .examples(
            new Usage.Example("plan", "of the reeve.yaml here"),
            new Usage.Example("plan reeve.yaml api", "of one service"),
            new Usage.Example("plan reeve.yaml --exit-code -q", "whether there is something to do"))
        .exits("0 done · 1 failed · 2 wrong usage · 7 with --exit-code, there is something to do");
  }

  @Override
  public String what(Call call) {
    return "plan " + file(call);
  }

  private static String file(Call call) {
    return call.words().isEmpty() ? "." : Clean.line(call.words().getFirst());
  }

  @Override
  public boolean namesServices(Call call) {
    return false;
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    String file = call.words().isEmpty() ? "." : call.words().getFirst();
    List<String> names = call.words().stream().skip(1).toList();
    Loaded.Ok ok = ConfigFiles.load(call, what(call), file);
    PlanReport plan = plan(call, ok, names);
    if (call.json()) {
      call.printJson(plan);
    } else if (!call.quiet()) {
      PlanView.print(call, plan, false);
    }
    return call.arguments.has(EXIT_CODE) && !plan.services().isEmpty() ? SOMETHING : 0;
  }

  /** Where no daemon was ever needed, everything is new. */
  static PlanReport plan(Call call, Loaded.Ok ok, List<String> names)
      throws Complaint, ApiException {
    String source = ConfigFiles.source(call, ok.file());
    try {
      return call.client(Daemon.Need.STATE)
          .call(
              Methods.APPLY,
              new Application(
                  source, ConfigFiles.services(call, ok), names, true, false, false, false))
          .plan();
    } catch (Daemon.NoServices e) {
      return PlanReport.of(Plan.between(List.of(), ok.specs(), source, names));
    }
  }
}
