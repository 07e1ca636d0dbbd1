package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Hello;
import dev.reeve.cli.boot.InitSystem;
import dev.reeve.cli.boot.LogGroup;
import dev.reeve.cli.boot.Registration;
import dev.reeve.cli.boot.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code install}: the daemon starts with the machine. */
final class InstallCommand implements Command {
  private static final Opt PRINT =
      Opt.flag("--print", "show the file for the init system, and change nothing");

  private static final Opt SOCKET =
      Opt.flag(
          "--socket", "systemd: hold the control socket, and start the daemon for whoever asks");

  @Override
  public Usage usage() {
    return Usage.of("install", "have the daemon started with the machine")
        .words("[options]", 0, 0)
        .text(
            "Writes a unit for systemd or a script for OpenRC or SysV init, whichever runs here, has"
                + " it started with the machine, and starts it now. A daemon that runs already is"
                + " replaced; its services go on. Called with sudo, the daemon is that of the user"
                + " who called it, else that of root. Once more after an update renews the file. With"
                + " --socket systemd holds the control socket as well: commands wait for the next"
                + " daemon instead of finding none, and the first one starts it.")
        .options(BootOptions.USER, BootOptions.AS_ROOT, BootOptions.INIT, SOCKET, PRINT)
        .examples(
            new Usage.Example("install", "as root"),
            new Usage.Example("install --user deploy", "the services of a user"),
            new Usage.Example("install --socket", "started by the first command, too"),
            new Usage.Example("install --print", "what would be written"))
        .exits("0 it runs · 1 failed · 5 not root");
  }

  @Override
  public String what(Call call) {
    return "install the daemon";
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    Tools tools = Tools.real();
    Registration registration = BootOptions.registration(call, tools);
    boolean socket = call.arguments.has(SOCKET);
    if (!call.arguments.has(PRINT)) {
      String again = BootOptions.again(registration) + (socket ? " --socket" : "");
      BootOptions.needRoot(call, "install" + again);
    }
    InitSystem init = BootOptions.init(call, tools);
    if (socket && init.sockets().isEmpty()) {
      throw AtBoot.noSockets(init);
    }
    if (call.arguments.has(PRINT)) {
      call.out.add(init.text(registration));
      if (socket) {
        call.out.add("\n").add(init.sockets().orElseThrow().text(registration));
      }
      return 0;
    }
    AtBoot atBoot = new AtBoot(registration, init, AtBoot.LINK, BootOptions.teller(call));
    try {
      Optional<Path> weak = atBoot.changeableByOthers();
      if (registration.isSystem()) {
        LogGroup.make(atBoot.home().logs(), tools).ifPresent(BootOptions.teller(call));
      }
      Hello hello = atBoot.install(socket);
      print(call, atBoot, hello);
      if (weak.isPresent() && !call.quiet()) {
        call.err.line(
            "others than "
                + registration.account().name()
                + " may change "
                + weak.get()
                + ", and so what is started with the machine; better move Reeve to a place of"
                + " root's, such as /opt/reeve, and install it from there");
      }
      return 0;
    } catch (IOException e) {
      throw new ApiException(ErrorCode.FAILED, Failures.reason(e), "");
    }
  }

  private static void print(Call call, AtBoot atBoot, Hello hello) {
    Registration registration = atBoot.registration();
    if (call.json()) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("service", registration.name());
      result.put("init", atBoot.init().title());
      result.put("file", atBoot.init().file(registration.name()).toString());
      atBoot
          .init()
          .sockets()
          .filter(unit -> unit.isThere(registration.name()))
          .ifPresent(unit -> result.put("socket", unit.file(registration.name()).toString()));
      result.put("user", registration.account().name());
      result.put("home", hello.home());
      result.put("pid", hello.pid());
      call.printJsonText(Json.text(result));
    } else if (!call.quiet()) {
      call.out.line(
          "%s starts the daemon of %s with the machine; it runs, pid %d"
              .formatted(atBoot.init().title(), registration.account().name(), hello.pid()));
    }
  }
}
