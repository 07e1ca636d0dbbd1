package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import dev.reeve.cli.boot.Account;
import dev.reeve.cli.boot.InitSystem;
import dev.reeve.cli.boot.OpenRc;
import dev.reeve.cli.boot.Registration;
import dev.reeve.cli.boot.SysV;
import dev.reeve.cli.boot.Systemd;
import dev.reeve.cli.boot.Tools;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Which daemon is meant, and what starts the machine it is on. */
final class BootOptions {
  static final Opt USER =
      Opt.value("--user", "NAME", "the daemon of this user; with sudo that of whoever called it");
  static final Opt AS_ROOT = Opt.flag("--as-root", "the daemon of root, also with sudo");
  static final Opt INIT =
      Opt.value("--init", "NAME", "systemd, openrc or sysv instead of the one that runs");

  private static final Path ROOT = Path.of("/");

  private BootOptions() {}

  /** The daemon that the options name. */
  static Registration registration(Call call, Tools tools) throws Complaint, ApiException {
    String home = call.invocation.variable("REEVE_HOME");
    String given = home.isEmpty() ? "" : call.home().root().toString();
    return new Registration(account(call, tools), call.invocation.install(), given);
  }

  private static Account account(Call call, Tools tools) throws Complaint, ApiException {
    String user = call.arguments.value(USER).orElse("");
    if (call.arguments.has(AS_ROOT)) {
      if (!user.isEmpty()) {
        throw call.arguments.complaint("--user and --as-root exclude each other");
      }
      return Account.ROOT;
    }
    if (!user.isEmpty()) {
      return Account.find(user, tools);
    }
    if (!Invocation.isRoot()) {
      return Account.find(tools.need("id", "-u").strip(), tools);
    }
    String behind = call.invocation.variable("SUDO_USER");
    return behind.isEmpty() || behind.equals("root") ? Account.ROOT : Account.find(behind, tools);
  }

  /** The init system that the options name, or that runs. */
  static InitSystem init(Call call, Tools tools) throws Complaint, ApiException {
    String name = call.arguments.value(INIT).orElse("");
    return switch (name) {
      case "systemd" -> new Systemd(ROOT, tools);
      case "openrc" -> new OpenRc(ROOT, tools);
      case "sysv" -> new SysV(ROOT, tools);
      case "" ->
          InitSystem.of(ROOT, tools)
              .orElseThrow(() ->
                  new ApiException(
                      ErrorCode.FAILED,
                      "no init system that Reeve knows runs here (systemd, OpenRC, SysV init)",
                      "in a container, make 'reeve up FILE' its first process; elsewhere have "
                          + call.invocation.install().resolve("bin/reeved")
                          + " started with the machine"));
      default ->
          throw call.arguments.complaint(
              "--init takes systemd, openrc or sysv, not '" + Clean.line(name) + "'");
    };
  }

  /**
   * Refuses, politely, what only root can do.
   *
   * @param command with its options, as it would have to be called
   */
  static void needRoot(Call call, String command) throws Complaint, ApiException {
    if (!Invocation.isRoot()) {
      Path reeve = call.invocation.install().resolve("bin/reeve");
      throw new ApiException(
          ErrorCode.NOT_PERMITTED,
          "only root may change what starts with the machine",
          "sudo " + reeve + " " + command);
    }
  }

  /** Tells people what was done. */
  static Consumer<String> teller(Call call) {
    return text -> {
      if (!call.json() && !call.quiet()) {
        call.out.line(Clean.line(text));
      }
    };
  }

  /** The options as they would have to be given to the same command called by root. */
  static String again(Registration registration) {
    return registration.account().isRoot()
        ? " --as-root"
        : " --user " + Clean.line(registration.account().name());
  }
}
