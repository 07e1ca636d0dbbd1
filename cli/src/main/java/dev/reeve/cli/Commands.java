package dev.reeve.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every command by its names. Only the one that is asked for is made: start-up is a feature. */
final class Commands {
  /**
   * Under one heading in the overview.
   *
   * @param names the first names of commands
   */
  record Group(String title, List<String> names) {}

  /** What the overview shows, in this order. */
  static final List<Group> GROUPS =
      List.of(
          new Group(
              "Run services",
              List.of(
                  "start",
                  "run",
                  "up",
                  "down",
                  "serve",
                  "submit",
                  "shutdown",
                  "stop",
                  "restart",
                  "reload",
                  "pause",
                  "resume",
                  "delete",
                  "signal",
                  "wait")),
          new Group(
              "Look at them",
              List.of(
                  "list",
                  "status",
                  "info",
                  "graph",
                  "is-running",
                  "watch",
                  "monitor",
                  "gui",
                  "pid",
                  "stats",
                  "ports",
                  "logs",
                  "grep",
                  "events",
                  "history",
                  "env")),
          new Group(
              "Change them",
              List.of(
                  "scale", "update", "enable", "disable", "flag", "unflag", "rename", "copy",
                  "flush")),
          new Group(
              "Files that declare them",
              List.of(
                  "check", "plan", "apply", "load", "unload", "convert", "export", "save", "import",
                  "migrate")),
          new Group(
              "The daemon",
              List.of("ping", "version", "kill", "reboot", "resurrect", "boot", "admin")),
          new Group("With the machine", List.of("install", "uninstall", "suspend", "unsuspend")),
          new Group("More", List.of("doctor", "completion", "help")));

  private Commands() {}

  /** The command with this name, or null. */
  static @Nullable Command find(String name) {
    return switch (name) {
      case "list", "ls" -> new ListCommand();
      case "ping" -> new PingCommand();
      case "is-running", "isrunning" -> new IsRunningCommand();
      case "start" -> new StartCommand();
      case "run" -> new RunCommand();
      case "up" -> new UpCommand();
      case "down" -> new DownCommand();
      case "serve" -> new ServeCommand();
      case "submit" -> new SubmitCommand();
      case "shutdown" -> new ShutdownCommand();
      case "graph" -> new GraphCommand();
      case "stop" -> new ActionCommand(ActionCommand.Kind.STOP);
      case "restart" -> new ActionCommand(ActionCommand.Kind.RESTART);
      case "reload" -> new ActionCommand(ActionCommand.Kind.RELOAD);
      case "pause" -> new ActionCommand(ActionCommand.Kind.PAUSE);
      case "resume" -> new ActionCommand(ActionCommand.Kind.RESUME);
      case "delete", "rm", "remove", "del" -> new ActionCommand(ActionCommand.Kind.DELETE);
      case "resurrect" -> new ActionCommand(ActionCommand.Kind.RESURRECT);
      case "signal" -> new SignalCommand();
      case "wait" -> new WaitCommand();
      case "status" -> new StatusCommand();
      case "info", "describe" -> new InfoCommand();
      case "watch" -> new WatchCommand();
      case "monitor", "top" -> new MonitorCommand();
      case "gui" -> new GuiCommand();
      case "pid" -> new PidCommand();
      case "ports" -> new PortsCommand();
      case "stats" -> new StatsCommand();
      case "logs" -> new LogsCommand();
      case "grep" -> new GrepCommand();
      case "flush" -> new FlushCommand();
      case "events" -> new EventsCommand(false);
      case "history" -> new EventsCommand(true);
      case "env" -> new EnvCommand();
      case "scale" -> new ScaleCommand();
      case "update" -> new UpdateCommand();
      case "enable" -> new EnableCommand(true);
      case "disable" -> new EnableCommand(false);
      case "flag" -> new FlagCommand(true);
      case "unflag" -> new FlagCommand(false);
      case "rename" -> new RenameCommand();
      case "copy" -> new CopyCommand();
      case "version" -> new VersionCommand();
      case "kill", "exit" -> new KillCommand();
      case "reboot" -> new RebootCommand();
      case "boot" -> new BootCommand();
      case "admin" -> new AdminCommand();
      case "install" -> new InstallCommand();
      case "uninstall" -> new UninstallCommand();
      case "suspend" -> new SuspendCommand(true);
      case "unsuspend" -> new SuspendCommand(false);
      case "check" -> new CheckCommand();
      case "convert" -> new ConvertCommand();
      case "plan" -> new PlanCommand();
      case "apply", "reload-config" -> new ApplyCommand(false);
      case "load" -> new LoadCommand();
      case "unload" -> new ApplyCommand(true);
      case "export" -> new ExportCommand(false);
      case "save" -> new ExportCommand(true);
      case "import" -> new ImportCommand();
      case "migrate" -> new MigrateCommand();
      case "doctor" -> new DoctorCommand();
      case "completion" -> new CompletionCommand();
      case "__names" -> new NamesCommand();
      case "help" -> new HelpCommand();
      default -> null;
    };
  }

  /** All first names. */
  static List<String> names() {
    return GROUPS.stream().flatMap(group -> group.names().stream()).toList();
  }
}
