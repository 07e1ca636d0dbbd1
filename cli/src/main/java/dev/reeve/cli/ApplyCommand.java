package dev.reeve.cli;

import dev.reeve.api.ActionResult;
import dev.reeve.api.ApiException;
import dev.reeve.api.Application;
import dev.reeve.api.Definition;
import dev.reeve.api.Methods;
import dev.reeve.api.PlanReport;
import dev.reeve.client.Client;
import dev.reeve.config.Loaded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** {@code apply} and {@code unload}: has the daemon carry out a plan. */
final class ApplyCommand implements Command {
  private static final Opt REVERT =
      Opt.flag("--revert", "go back to what was before the latest apply or unload; five are kept");
  private static final Opt FORCE =
      Opt.flag("--force", 'f', "restart what runs and has not changed, too");

  private final boolean unload;

  /**
   * @param unload whether everything goes that a file declared
   */
  ApplyCommand(boolean unload) {
    this.unload = unload;
  }

  @Override
  public Usage usage() {
    return unload
        ? Usage.of("unload", "end and delete what a file declared")
            .words("FILE", 1, 1)
            .text(
                "Ends and deletes the services that were declared by this file when it was last"
                    + " loaded, all or none. The file itself is not read and need not be there any"
                    + " more. 'reeve apply --revert' brings them back.")
            .options(Opt.WAIT)
            .examples(new Usage.Example("unload old.yaml", "all of its services"))
        : Usage.of("apply", "make services be as a file declares them")
            .alias("reload-config")
            .words("[FILE] [NAME…] [options]", 0, Usage.MANY)
            .text(
                "Carries out what 'reeve plan' shows, all of it or nothing: starts what is new,"
                    + " changes what is declared differently and restarts it only if a field needs"
                    + " that, ends and deletes what the file declared before and does not any more."
                    + " Stopped services stay stopped. If the file has a mistake, or something is"
                    + " refused, nothing changes and everything goes on.")
            .options(REVERT, FORCE, Opt.WAIT)
            .examples(
                new Usage.Example("apply reeve.yaml", "after a look at 'reeve plan reeve.yaml'"),
                new Usage.Example("apply reeve.yaml api", "of one service only"),
                new Usage.Example("apply --revert", "back to what was before"));
  }

  @Override
  public String what(Call call) {
    if (unload) {
      return "unload " + call.wordsText();
    }
    return call.arguments.has(REVERT)
        ? "go back"
        : "apply " + (call.words().isEmpty() ? "." : call.wordsText());
  }

  @Override
  public boolean namesServices(Call call) {
    return false;
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    Application application = application(call);
    boolean start = !unload && !application.revert();
    Client client = call.client(start ? Daemon.Need.START : Daemon.Need.STATE);
    Application.Reply reply;
    try (ProgressView view = ProgressView.open(call, "applying")) {
      reply = client.call(Methods.APPLY, application, view);
    }
    if (call.json()) {
      call.printJson(reply);
    } else {
      print(call, reply);
    }
    return Results.exit(reply.results());
  }

  private Application application(Call call) throws Complaint, ApiException {
    boolean await = call.arguments.holds(Opt.WAIT);
    if (unload) {
      String source = declared(call, call.words().getFirst());
      return new Application(source, List.of(), List.of(), false, false, false, await);
    }
    if (call.arguments.has(REVERT)) {
      if (!call.words().isEmpty()) {
        throw call.arguments.complaint("--revert takes no file: it goes back one step");
      }
      return new Application("", List.of(), List.of(), false, true, false, await);
    }
    String file = call.words().isEmpty() ? "." : call.words().getFirst();
    List<String> names = call.words().stream().skip(1).toList();
    Loaded.Ok ok = ConfigFiles.load(call, what(call), file);
    List<Definition.Service> services = ConfigFiles.services(call, ok);
    String source = ConfigFiles.source(call, ok.file());
    return new Application(source, services, names, false, false, call.arguments.has(FORCE), await);
  }

  /** The file that is meant, even if there is none any more. */
  private static String declared(Call call, String text) {
    Path path = call.invocation.directory().resolve(text).normalize();
    if (Files.isDirectory(path)) {
      for (String name : List.of("reeve.yaml", "reeve.yml", "reeve.json")) {
        if (Files.exists(path.resolve(name))) {
          return path.resolve(name).toString();
        }
      }
    }
    return path.toString();
  }

  private static void print(Call call, Application.Reply reply) {
    PlanReport plan = reply.plan();
    if (!call.quiet()) {
      reply.notes().forEach(note -> call.out.line(Clean.line(note)));
    }
    if (!call.quiet() && Results.exit(reply.results()) == 0) {
      PlanView.print(call, plan, true);
    }
    List<ActionResult> left = new ArrayList<>(reply.results());
    results(call, left, names(plan, PlanReport.Item.REMOVE), "delete", "deleted");
    results(call, left, names(plan, PlanReport.Item.ADD), "start", "started");
    Results.print(call, left, "change", "changed");
  }

  private static Set<String> names(PlanReport plan, String action) {
    Set<String> names = new TreeSet<>();
    for (PlanReport.Item item : plan.services()) {
      if (item.action().equals(action)) {
        names.add(item.name());
      }
    }
    return names;
  }

  private static void results(
      Call call, List<ActionResult> left, Set<String> names, String verb, String done) {
    List<ActionResult> its = new ArrayList<>();
    for (ActionResult result : left) {
      if (names.contains(result.target())) {
        its.add(result);
      }
    }
    left.removeAll(its);
    Results.print(call, its, verb, done);
  }
}
