package dev.reeve.cli;

import dev.reeve.api.Action;
import dev.reeve.api.ActionResult;
import dev.reeve.api.ApiException;
import dev.reeve.api.Method;
import dev.reeve.api.Methods;
import dev.reeve.api.Progress;
import dev.reeve.api.Query;
import dev.reeve.api.ServiceRow;
import dev.reeve.client.Client;
import java.util.ArrayList;
import java.util.List;

/** Commands that do one thing with services that exist. */
final class ActionCommand implements Command {
  private static final Opt FORCE =
      Opt.flag("--force", 'f', "kill at once, without time to end well");

  /** Which one. */
  enum Kind {
    STOP("stop", "stopping", "stopped"),
    RESTART("restart", "restarting", ""),
    RELOAD("reload", "reloading", "reloaded"),
    PAUSE("pause", "pausing", "paused"),
    RESUME("resume", "resuming", "resumed"),
    DELETE("delete", "deleting", "deleted"),
    RESURRECT("resurrect", "starting", "started");

    final String verb;
    final String doing;
    final String done;

    Kind(String verb, String doing, String done) {
      this.verb = verb;
      this.doing = doing;
      this.done = done;
    }

    Method<Action, Progress, ActionResult.All> method() {
      return switch (this) {
        case STOP -> Methods.STOP;
        case RESTART -> Methods.RESTART;
        case RELOAD -> Methods.RELOAD;
        case PAUSE -> Methods.PAUSE;
        case RESUME -> Methods.RESUME;
        case DELETE -> Methods.DELETE;
        case RESURRECT -> Methods.RESURRECT;
      };
    }
  }

  private final Kind kind;

  ActionCommand(Kind kind) {
    this.kind = kind;
  }

  @Override
  public Usage usage() {
    Usage usage =
        switch (kind) {
          case STOP ->
              Usage.of("stop", "end services, dependants first")
                  .text(
                      "Asks every process of a service to end, and kills what is left after its"
                          + " grace (5s unless declared). When the command returns, no process of"
                          + " the service exists. A stopped service stays stopped.")
                  .examples(
                      new Usage.Example("stop api", "and wait until nothing of it is left"),
                      new Usage.Example("stop all", "everything"));
          case RESTART ->
              Usage.of("restart", "end services and start them again")
                  .text("Ends what runs and starts all of it again. Restart counters begin anew.")
                  .examples(
                      new Usage.Example("restart api", "all its instances"),
                      new Usage.Example("restart api#2", "one of them"));
          case RELOAD ->
              Usage.of("reload", "have services read their configuration again")
                  .text(
                      "Does what the service declares as 'reload': a signal, a command, or a restart"
                          + " where it declares nothing.")
                  .examples(new Usage.Example("reload nginx", "without ending it, if it says how"));
          case PAUSE ->
              Usage.of("pause", "stop services where they are, without ending them")
                  .text(
                      "Every process of the service stops where it is and keeps its memory,"
                          + " connections and files. Health checks and watchdog rest meanwhile."
                          + " With cgroup v2 the processes notice nothing; else they get SIGSTOP.")
                  .examples(new Usage.Example("pause api", "until 'resume api' or 'start api'"));
          case RESUME ->
              Usage.of("resume", "let paused services go on")
                  .text("Lets every process of the service go on where it was stopped.")
                  .examples(new Usage.Example("resume api", "after 'pause api'"));
          case DELETE ->
              Usage.of("delete", "end services and forget them")
                  .alias("rm", "remove", "del")
                  .text(
                      "Ends a service like stop and forgets its definition. Its log files stay."
                          + " Refused while another service depends on it.")
                  .examples(
                      new Usage.Example("delete api", "one service"),
                      new Usage.Example("rm 'test-*'", "several"));
          case RESURRECT ->
              Usage.of("resurrect", "start what should run and does not")
                  .text(
                      "Starts every service that is wanted up and does not run: after 'reeve kill',"
                          + " after a boot, or after failures.")
                  .examples(new Usage.Example("resurrect", "all of them"));
        };
    return switch (kind) {
      case RESURRECT -> usage.options(Opt.WAIT, Opt.TIMEOUT);
      case STOP ->
          usage.words("TARGET… [options]", 1, Usage.MANY).options(FORCE, Opt.WAIT, Opt.TIMEOUT);
      case PAUSE, RESUME -> usage.words("TARGET…", 1, Usage.MANY);
      case RESTART, RELOAD, DELETE ->
          usage.words("TARGET… [options]", 1, Usage.MANY).options(Opt.WAIT, Opt.TIMEOUT);
    };
  }

  @Override
  public String what(Call call) {
    return kind.verb + (kind == Kind.RESURRECT ? " services" : " " + call.wordsText());
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    Client client = call.client(Daemon.Need.STATE);
    List<ActionResult> results =
        ordered(
            call,
            client,
            kind.method(),
            kind == Kind.RESURRECT ? "start" : kind.verb,
            kind.doing,
            new Action(
                call.words(),
                kind == Kind.STOP && call.arguments.has(FORCE),
                call.arguments.holds(Opt.WAIT),
                call.arguments.timeoutMillis()));
    if (kind == Kind.RESTART) {
      return printStarted(call, client, results, kind.verb, "restarted");
    }
    if (kind == Kind.RESURRECT && results.isEmpty() && !call.json() && !call.quiet()) {
      call.out.line("everything that should run does");
    }
    return Results.print(call, results, kind.verb, kind.done);
  }

  /** Has the daemon do it, showing how far it is. */
  static List<ActionResult> ordered(
      Call call,
      Client client,
      Method<Action, Progress, ActionResult.All> method,
      String verb,
      String doing,
      Action action)
      throws ApiException {
    try (ProgressView view = ProgressView.open(call, doing, verb, action.targets())) {
      return client.call(method, action, view).results();
    }
  }

  /** Tells of services that run now: a table for people, a line each for programs. */
  static int printStarted(
      Call call, Client client, List<ActionResult> results, String verb, String done)
      throws ApiException {
    List<String> started = new ArrayList<>();
    for (ActionResult result : results) {
      if (result.ok()) {
        started.add(result.target());
      }
    }
    if (!call.forPeople() || !call.style.frames()) {
      return Results.print(call, results, verb, done);
    }
    if (!started.isEmpty()) {
      List<ServiceRow> rows = client.call(Methods.LIST, new Query(started)).services();
      ServiceTable.print(call, call.out, rows, false, Extras.NONE);
    }
    return Results.print(call, results, verb, "");
  }
}
