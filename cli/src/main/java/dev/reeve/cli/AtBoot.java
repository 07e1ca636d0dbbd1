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
   * @return who answers now
   */
  Hello install() throws Complaint, ApiException, IOException {
    Path file = init.file(name());
    OwnFile.write(file, init.text(registration), init.mode());
    said.accept("wrote " + file);
    init.reread();
    init.enable(name());
    begin();
    Path program = registration.program("bin/reeve");
    if (OwnFile.link(link, program)) {
      said.accept(link + " → " + program);
    } else {
      said.accept("left " + link + " alone: it is something else");
    }
    return answering();
  }

  /** Starts the daemon, or replaces it by one below the init system; services go on. */
  void begin() throws Complaint, ApiException {
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

  /** Undoes {@link #install}; what the daemon has written stays. */
  void uninstall(boolean keepServices) throws Complaint, ApiException, IOException {
    end(keepServices);
    init.stop(name());
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
    end(false);
    init.stop(name());
  }

  /** Undoes {@link #suspend}, but for the services. */
  Hello unsuspend() throws Complaint, ApiException {
    init.enable(name());
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
