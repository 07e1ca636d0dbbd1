package dev.reeve.api;

import static dev.reeve.api.Role.ADMIN;
import static dev.reeve.api.Role.NONE;
import static dev.reeve.api.Role.OPERATOR;
import static dev.reeve.api.Role.VIEWER;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Every method of the control API. */
public final class Methods {
  /** Grows when a message changes in a way that an older peer would misread. */
  public static final int PROTOCOL = 1;

  private static final Map<String, Method<?, ?, ?>> TABLE = new LinkedHashMap<>();

  public static final Method<Hello.Params, Void, Hello> HELLO =
      unary("hello", NONE, Hello.Params.class, Hello.class, "Who is there, and who am I to you");

  public static final Method<Query, Void, ServiceRow.Rows> LIST =
      unary(
          "service.list", VIEWER, Query.class, ServiceRow.Rows.class, "Services and what they do");
  public static final Method<Query, Void, Description.All> DESCRIBE =
      unary(
          "service.describe",
          VIEWER,
          Query.class,
          Description.All.class,
          "Everything known of services");
  public static final Method<Query, Void, PortRow.Rows> PORTS =
      unary("service.ports", VIEWER, Query.class, PortRow.Rows.class, "Who listens where");
  public static final Method<Query, Void, ResourceRow.Rows> RESOURCES =
      unary(
          "service.resources",
          VIEWER,
          Query.class,
          ResourceRow.Rows.class,
          "Threads, files, disk and shared memory of instances");
  public static final Method<StatsQuery, Series, StatsQuery.Reply> STATS =
      streaming(
          "service.stats",
          VIEWER,
          StatsQuery.class,
          Series.class,
          StatsQuery.Reply.class,
          "What instances used in the last hours");
  public static final Method<Query, Void, Declaration.All> DECLARED =
      unary(
          "service.declared",
          VIEWER,
          Query.class,
          Declaration.All.class,
          "What is declared of services, without a look at their processes");
  public static final Method<EnvQuery, Void, EnvQuery.Reply> ENV =
      unary(
          "service.env",
          ADMIN,
          EnvQuery.class,
          EnvQuery.Reply.class,
          "The environment their processes run with");
  public static final Method<Definition, Progress, ActionResult.All> DEFINE =
      streaming(
          "service.define",
          ADMIN,
          Definition.class,
          Progress.class,
          ActionResult.All.class,
          "Create or change services, all or none");
  public static final Method<Application, Progress, Application.Reply> APPLY =
      streaming(
          "service.apply",
          ADMIN,
          Application.class,
          Progress.class,
          Application.Reply.class,
          "Make services be as a file declares them, all or nothing, or tell what that would do");
  public static final Method<Action, Progress, ActionResult.All> START =
      streaming(
          "service.start",
          OPERATOR,
          Action.class,
          Progress.class,
          ActionResult.All.class,
          "Start services, their dependencies first");
  public static final Method<Action, Progress, ActionResult.All> STOP =
      streaming(
          "service.stop",
          OPERATOR,
          Action.class,
          Progress.class,
          ActionResult.All.class,
          "End services, dependants first");
  public static final Method<Action, Progress, ActionResult.All> RESTART =
      streaming(
          "service.restart",
          OPERATOR,
          Action.class,
          Progress.class,
          ActionResult.All.class,
          "End services and start them again");
  public static final Method<Action, Progress, ActionResult.All> RELOAD =
      streaming(
          "service.reload",
          OPERATOR,
          Action.class,
          Progress.class,
          ActionResult.All.class,
          "Have services read their configuration again");
  public static final Method<Action, Progress, ActionResult.All> PAUSE =
      streaming(
          "service.pause",
          OPERATOR,
          Action.class,
          Progress.class,
          ActionResult.All.class,
          "Stop services where they are, without ending them");
  public static final Method<Action, Progress, ActionResult.All> RESUME =
      streaming(
          "service.resume",
          OPERATOR,
          Action.class,
          Progress.class,
          ActionResult.All.class,
          "Let paused services go on");
  public static final Method<Action, Progress, ActionResult.All> DELETE =
      streaming(
          "service.delete",
          ADMIN,
          Action.class,
          Progress.class,
          ActionResult.All.class,
          "End and forget services");
  public static final Method<WaitFor, Progress, ActionResult.All> WAIT =
      streaming(
          "service.wait",
          VIEWER,
          WaitFor.class,
          Progress.class,
          ActionResult.All.class,
          "Wait until services are in a state");
  public static final Method<SignalOrder, Void, ActionResult.All> SIGNAL =
      unary(
          "service.signal",
          OPERATOR,
          SignalOrder.class,
          ActionResult.All.class,
          "Send a signal to all processes of services");
  public static final Method<EnableOrder, Void, ActionResult.All> ENABLE =
      unary(
          "service.enable",
          ADMIN,
          EnableOrder.class,
          ActionResult.All.class,
          "Bring services back when the machine boots, or not");
  public static final Method<FlagOrder, Void, ActionResult.All> FLAG =
      unary(
          "service.flag",
          OPERATOR,
          FlagOrder.class,
          ActionResult.All.class,
          "Pin notes to services, for a time or for ever");
  public static final Method<FlagOrder, Void, ActionResult.All> UNFLAG =
      unary(
          "service.unflag",
          OPERATOR,
          FlagOrder.class,
          ActionResult.All.class,
          "Take notes off services");
  public static final Method<RenameOrder, Void, ActionResult.All> RENAME =
      unary(
          "service.rename",
          ADMIN,
          RenameOrder.class,
          ActionResult.All.class,
          "Give a service another name without touching it");
  public static final Method<Action, Progress, ActionResult.All> RESURRECT =
      streaming(
          "service.resurrect",
          OPERATOR,
          Action.class,
          Progress.class,
          ActionResult.All.class,
          "Start what is wanted up and does not run");

  public static final Method<LogQuery, LogLine.Batch, LogQuery.Reply> LOGS =
      streaming(
          "log.read",
          VIEWER,
          LogQuery.class,
          LogLine.Batch.class,
          LogQuery.Reply.class,
          "Read, search and follow output");
  public static final Method<HintFile.Wanted, Void, HintFile.All> HINTS =
      unary(
          "log.hints",
          VIEWER,
          HintFile.Wanted.class,
          HintFile.All.class,
          "The ends of log files that services write themselves");
  public static final Method<Query, Void, LogState.All> LOG_STATE =
      unary(
          "log.state", VIEWER, Query.class, LogState.All.class, "Why nothing comes from a stream");
  public static final Method<Query, Void, ActionResult.All> FLUSH =
      unary("log.flush", OPERATOR, Query.class, ActionResult.All.class, "Clear log files");
  public static final Method<EventQuery, EventItem.Batch, EventQuery.Reply> EVENTS =
      streaming(
          "event.read",
          VIEWER,
          EventQuery.class,
          EventItem.Batch.class,
          EventQuery.Reply.class,
          "Read and follow the journal");

  public static final Method<Nothing, Void, DaemonStatus> STATUS =
      unary("daemon.status", VIEWER, Nothing.class, DaemonStatus.class, "The daemon itself");
  public static final Method<Departure, Progress, DaemonStatus> SHUTDOWN =
      streaming(
          "daemon.shutdown",
          ADMIN,
          Departure.class,
          Progress.class,
          DaemonStatus.class,
          "End the daemon, with its services or without");

  public static final Method<Nothing, Void, AdminAction.All> ADMIN_LIST =
      unary(
          "admin.list",
          ADMIN,
          Nothing.class,
          AdminAction.All.class,
          "Commands that the configuration lets admins have run");
  public static final Method<AdminAction.Query, Void, AdminAction.Begun> ADMIN_RUN =
      unary(
          "admin.run",
          ADMIN,
          AdminAction.Query.class,
          AdminAction.Begun.class,
          "Have the daemon run one of them");
  public static final Method<Nothing, Void, AdminAction.Processes> ADMIN_PS =
      unary(
          "admin.ps",
          ADMIN,
          Nothing.class,
          AdminAction.Processes.class,
          "What lives of them, also of those that an earlier daemon ran");
  public static final Method<AdminAction.Query, Void, AdminAction.Processes> ADMIN_KILL =
      unary(
          "admin.kill",
          ADMIN,
          AdminAction.Query.class,
          AdminAction.Processes.class,
          "Kill what lives of them");

  private Methods() {}

  /** The method with this name, if there is one. */
  public static Optional<Method<?, ?, ?>> byName(String name) {
    return Optional.ofNullable(TABLE.get(name));
  }

  /** All of them, in the order of their declaration. */
  public static Iterable<Method<?, ?, ?>> all() {
    return TABLE.values();
  }

  private static <P, R> Method<P, Void, R> unary(
      String name, Role role, Class<P> params, Class<R> result, String meaning) {
    return add(new Method<>(name, role, params, Void.class, result, meaning));
  }

  private static <P, I, R> Method<P, I, R> streaming(
      String name, Role role, Class<P> params, Class<I> item, Class<R> result, String meaning) {
    return add(new Method<>(name, role, params, item, result, meaning));
  }

  private static <P, I, R> Method<P, I, R> add(Method<P, I, R> method) {
    TABLE.put(method.name(), method);
    return method;
  }
}
