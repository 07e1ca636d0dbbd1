package dev.reeve.cli.doctor;

import dev.reeve.api.ApiException;
import dev.reeve.cli.boot.Account;
import dev.reeve.cli.boot.InitSystem;
import dev.reeve.cli.boot.Registration;
import dev.reeve.cli.boot.SocketUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the init system starts the daemon with the machine, and this daemon. */
final class AtStart implements Check {
  @Override
  public String area() {
    return "boot";
  }

  @Override
  public List<Finding> look(Ground ground) throws IOException {
    Optional<InitSystem> found = InitSystem.of(ground.root(), ground.tools());
    if (found.isEmpty()) {
      return List.of(
          fine("boot.init", "no init system that Reeve knows runs here, as in most containers"));
    }
    InitSystem init = found.get();
    Registration registration = new Registration(account(ground), ground.install(), given(ground));
    String name = registration.name();
    InitSystem.State state = init.state(name);
    if (state == InitSystem.State.ABSENT) {
      List<Finding> findings = new ArrayList<>();
      findings.add(
          warning(
              "boot.installed",
              "nothing starts the daemon with the machine (" + init.title() + ")",
              ground.asRoot(ground.install().resolve("bin/reeve") + " install")));
      lingering(ground, init).ifPresent(findings::add);
      return findings;
    }
    String text = Files.readString(init.file(name));
    boolean another =
        registration.givenHome().isEmpty()
            ? text.contains("REEVE_HOME=")
            : !text.contains("REEVE_HOME=" + registration.givenHome());
    if (another) {
      return List.of(
          warning(
              "boot.installed",
              init.file(name) + " starts a daemon with another home than this one",
              "set REEVE_HOME as it stands there to look at that one, or "
                  + ground.asRoot("reeve install")));
    }
    return installed(ground, init, registration, text);
  }

  private List<Finding> installed(
      Ground ground, InitSystem init, Registration registration, String text) {
    List<Finding> findings = new ArrayList<>();
    String name = registration.name();
    findings.add(
        init.state(name) == InitSystem.State.ENABLED
            ? fine("boot.installed", init.title() + " starts it with the machine (" + name + ")")
            : warning(
                "boot.installed",
                init.title() + " knows " + name + " and does not start it with the machine",
                ground.asRoot("reeve unsuspend")));
    findings.add(
        text.equals(init.text(registration))
            ? fine("boot.current", init.file(name) + " is as this version writes it")
            : warning(
                "boot.current",
                init.file(name)
                    + (text.contains(ground.install().toString())
                        ? " was written by another version, or changed by hand"
                        : " starts another installation than this one, " + ground.install()),
                ground.asRoot(ground.install().resolve("bin/reeve") + " install")
                    + " writes it anew (own additions: systemctl edit "
                    + name
                    + ")"));
    init.sockets()
        .filter(unit -> unit.isThere(name))
        .ifPresent(unit -> findings.add(socket(ground, unit, registration)));
    findings.add(active(ground, init, name));
    return findings;
  }

  private Finding socket(Ground ground, SocketUnit unit, Registration registration) {
    String name = registration.name();
    boolean current =
        ground.textOrNothing(unit.file(name).toString()).equals(unit.text(registration).strip());
    String renew = ground.asRoot(ground.install().resolve("bin/reeve") + " install --socket");
    if (!unit.isEnabled(name)) {
      return warning(
          "boot.socket",
          "systemd does not hold the socket, though " + unit.file(name) + " is there",
          renew);
    }
    return current
        ? fine("boot.socket", "systemd holds the socket, and starts the daemon for whoever asks")
        : warning(
            "boot.socket",
            unit.file(name) + " was written by another version, or by hand",
            renew + " writes it anew (own additions: systemctl edit " + name + ".socket)");
  }

  private Finding active(Ground ground, InitSystem init, String name) {
    try {
      if (init.runs(name)) {
        return fine("boot.active", init.title() + " has " + name + " running");
      }
    } catch (ApiException e) {
      return warning(
          "boot.active",
          init.title() + " does not say whether it runs: " + e.reason(),
          "try again");
    }
    boolean other = ground.daemon() instanceof Attendance.There;
    return warning(
        "boot.active",
        other
            ? "a daemon runs that " + init.title() + " has not started"
            : init.title() + " does not have " + name + " running",
        other
            ? ground.asRoot("reeve install") + " hands it over; services go on"
            : ground.asRoot(
                init.isParent() ? "systemctl restart " + name : init.file(name) + " start"));
  }

  private static String given(Ground ground) {
    return ground.variable("REEVE_HOME").isEmpty() ? "" : ground.home().root().toString();
  }

  /** As {@code install} looks it up; one that is not known there has at least its number. */
  private static Account account(Ground ground) {
    if (ground.caller().isRoot()) {
      return Account.ROOT;
    }
    try {
      return Account.find(Integer.toString(ground.caller().uid()), ground.tools());
    } catch (ApiException e) {
      int uid = ground.caller().uid();
      return new Account(ground.caller().name(), uid, uid, Path.of("/"));
    }
  }

  /** What a user runs ends with the last session, unless that was switched off; see loginctl(1). */
  private Optional<Finding> lingering(Ground ground, InitSystem init) {
    if (!init.makesRuntimeFolder() || ground.caller().isRoot()) {
      return Optional.empty();
    }
    String name = ground.caller().name();
    return Optional.of(
        Files.exists(ground.root().resolve("var/lib/systemd/linger").resolve(name))
            ? fine("boot.linger", "user " + name + " lingers: what it runs outlives its sessions")
            : warning(
                "boot.linger",
                "user "
                    + name
                    + " does not linger: with its last session goes the folder of the socket, and"
                    + " perhaps the daemon",
                ground.asRoot("loginctl enable-linger " + name)));
  }
}
