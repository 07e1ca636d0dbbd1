package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.Departure;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Hello;
import dev.reeve.api.Home;
import dev.reeve.api.Methods;
import dev.reeve.api.Version;
import dev.reeve.cli.boot.InitSystem;
import dev.reeve.cli.boot.OwnFile;
import dev.reeve.cli.boot.Ownership;
import dev.reeve.cli.boot.Registration;
import dev.reeve.cli.boot.SocketUnit;
import dev.reeve.client.Client;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A daemon and the init system that starts it: brings them together and apart.
 *
 * @param link where the command {@code reeve} can be found by everybody
 * @param said told of each thing that was done, for people
 */
record AtBoot(Registration registration, InitSystem init, Path link, Consumer<String> said) {
  static final Path LINK = Path.of("/usr/local/bin/reeve");

  private String name() {
    return registration.name();
  }

  /** Where the daemon has its things. */
  Home home() {
    return registration.home(init.makesRuntimeFolder());
  }

  /**
   * Has the init system start the daemon with the machine and now; one that runs already is
   * replaced, and its services go on.
   *
   * @param socket have the init system hold the control socket as well; it stays as it is else
   * @return who answers now
   */
  Hello install(boolean socket) throws Complaint, ApiException, IOException {
    Optional<SocketUnit> unit = init.sockets();
    if (socket && unit.isEmpty()) {
      throw noSockets(init);
    }
    Path file = init.file(name());
    OwnFile.write(file, init.text(registration), init.mode());
    said.accept("wrote " + file);
    if (unit.isPresent() && (socket || unit.get().isOurs(name()))) {
      OwnFile.write(unit.get().file(name()), unit.get().text(registration), init.mode());
      said.accept("wrote " + unit.get().file(name()));
    }
    init.reread();
    enable();
    begin();
    Path program = registration.program("bin/reeve");
    if (OwnFile.link(link, program)) {
      said.accept(link + " → " + program);
    } else {
      said.accept("left " + link + " alone: it is something else");
    }
    return answering();
  }

  /** Why the control socket cannot be held. */
  static ApiException noSockets(InitSystem init) {
    return new ApiException(
        ErrorCode.FAILED,
        init.title() + " holds no sockets for services; only systemd does",
        "leave out --socket: the first command starts a daemon that is not there");
  }

  /** What holds the control socket, where that is so. */
  private Optional<SocketUnit> held() {
    return init.sockets().filter(unit -> unit.isThere(name()));
  }

  private void enable() throws ApiException {
    init.enable(name());
    Optional<SocketUnit> held = held();
    if (held.isPresent()) {
      held.get().enable(name());
    }
  }

  /** Starts the daemon, or replaces it by one below the init system; services go on. */
  void begin() throws Complaint, ApiException {
    Optional<SocketUnit> held = held();
    if (held.isPresent()) {
      // A socket can be taken only while no daemon of the unit runs, and nobody may start one.
      if (init.runs(name()) || held.get().isHeld(name())) {
        held.get().end(name());
        init.stop(name());
      } else {
        end(true);
      }
      held.get().begin(name());
      init.start(name());
      return;
    }
    if (init.runs(name())) {
      init.restart(name());
      return;
    }
    if (init.isParent()) {
      end(true);
    }
    init.start(name());
  }

  /** Who answers now. */
  Hello answering() throws ApiException {
    try (Client client = Client.connect(home().socket())) {
      return hello(client);
    } catch (ApiException e) {
      throw new ApiException(
          e.code(),
          init.title() + " has started it, but it does not answer: " + e.reason(),
          "look at " + init.logHint(name()) + " and " + home().daemonLog());
    }
  }

  private static Hello hello(Client client) throws ApiException {
    return client.call(Methods.HELLO, new Hello.Params(Methods.PROTOCOL, Version.CURRENT));
  }

  /**
   * Ends the daemon if there is one.
   *
   * @param keepServices leave them running; else they are ended first
   */
  void end(boolean keepServices) throws Complaint, ApiException {
    int pid;
    try (Client client = Client.connect(home().socket())) {
      letGo(); // else whoever asks next would start another one
      pid = client.call(Methods.SHUTDOWN, new Departure(keepServices, false)).pid();
    } catch (ApiException e) {
      if (e.code() == ErrorCode.UNREACHABLE) {
        return;
      }
      throw e;
    }
    Departed.await(home(), pid);
    said.accept(
        "ended the daemon (pid " + pid + ")" + (keepServices ? "" : " and all its services"));
  }

  private void letGo() throws ApiException {
    Optional<SocketUnit> held = held();
    if (held.isPresent()) {
      held.get().end(name());
    }
  }

  /** Undoes {@link #install}; what the daemon has written stays. */
  void uninstall(boolean keepServices) throws Complaint, ApiException, IOException {
    end(keepServices);
    letGo();
    init.stop(name());
    Optional<SocketUnit> held = held();
    if (held.isPresent()) {
      held.get().disable(name());
      if (held.get().isOurs(name())) {
        held.get().remove(name());
        said.accept("removed " + held.get().file(name()));
      } else {
        said.accept("left " + held.get().file(name()) + ": 'reeve install' has not written it");
      }
    }
    init.forget(name());
    said.accept("removed " + init.file(name()));
    if (!init.known().isEmpty()) {
      said.accept("left " + link + " to those who have " + String.join(", ", init.known()));
    } else if (OwnFile.unlink(link, registration.program("bin/reeve"))) {
      said.accept("removed " + link);
    }
  }

  /** Ends everything and does not start it with the machine any more. */
  void suspend() throws Complaint, ApiException {
    init.disable(name());
    Optional<SocketUnit> held = held();
    if (held.isPresent()) {
      held.get().disable(name());
    }
    end(false);
    letGo();
    init.stop(name());
  }

  /** Undoes {@link #suspend}, but for the services. */
  Hello unsuspend() throws Complaint, ApiException {
    enable();
    begin();
    return answering();
  }

  /** Refuses what makes sense only for one that is installed. */
  void needInstalled() throws ApiException {
    if (init.state(name()) == InitSystem.State.ABSENT) {
      throw new ApiException(
          ErrorCode.FAILED,
          init.title() + " does not know it: there is no " + init.file(name()),
          "'reeve install' makes it start with the machine");
    }
  }

  /** Whether somebody but root and the daemon's user could change the program that is started. */
  Optional<Path> changeableByOthers() throws IOException {
    return Ownership.changeableByOthers(registration.program("bin/reeved"), registration.account());
  }
}
