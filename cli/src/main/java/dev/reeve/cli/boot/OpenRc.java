package dev.reeve.cli.boot;

import dev.reeve.api.ApiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The services of OpenRC, see openrc-run(8). */
public record OpenRc(Path root, Tools tools) implements InitSystem {
  @Override
  public String title() {
    return "OpenRC";
  }

  @Override
  public Path file(String service) {
    return root.resolve("etc/init.d").resolve(service);
  }

  @Override
  public int mode() {
    return 0755;
  }

  @Override
  public boolean makesRuntimeFolder() {
    return false;
  }

  @Override
  public boolean isParent() {
    return false;
  }

  @Override
  public boolean runs(String service) {
    // Its script only runs a command, which finds or starts a daemon.
    return false;
  }

  @Override
  public State state(String service) {
    if (!Files.exists(file(service))) {
      return State.ABSENT;
    }
    Path wish = root.resolve("etc/runlevels/default").resolve(service);
    return Files.exists(wish, LinkOption.NOFOLLOW_LINKS) ? State.ENABLED : State.DISABLED;
  }

  @Override
  public String text(Registration registration) {
    return """
    #!/sbin/openrc-run
    # Written by 'reeve install', removed by 'reeve uninstall'.

    description='Reeve, process manager'
    extra_started_commands=reload

    depend() {
      need localmount
      use net dns logger
      after firewall
    }

    # The daemon is kept by lib/keep, which the first command starts below itself. A service that cannot be started is no failure
    # of the daemon.
    start() {
      ebegin 'Starting Reeve'
      %1$s || %3$s >/dev/null
      eend $?
    }

    # Services are ended when the machine goes down, and only then.
    stop() {
      ebegin 'Stopping Reeve'
      %2$s
      eend $?
    }

    reload() {
      ebegin 'Loading the configuration of Reeve'
      %1$s
      eend $?
    }

    status() {
      %3$s
    }
    """
        .formatted(
            Scripts.as(registration, "bin/reeve", "boot", "--quiet"),
            Scripts.as(registration, "lib/leave", "--end"),
            Scripts.as(registration, "bin/reeve", "ping"));
  }

  @Override
  public void reread() {
    // It reads the scripts each time.
  }

  @Override
  public void enable(String service) throws ApiException {
    tools.need("rc-update", "--quiet", "add", service, "default");
  }

  @Override
  public void disable(String service) throws ApiException {
    tools.need("rc-update", "--quiet", "del", service, "default");
  }

  @Override
  public void forget(String service) throws ApiException, IOException {
    disable(service);
    Files.deleteIfExists(file(service));
  }

  @Override
  public void start(String service) throws ApiException {
    tools.need("rc-service", service, "start");
  }

  @Override
  public void restart(String service) throws ApiException {
    tools.need("rc-service", service, "restart");
  }

  @Override
  public void stop(String service) throws ApiException {
    tools.need("rc-service", "--ifstarted", service, "stop");
  }

  @Override
  public String logHint(String service) {
    return "reeve logs -d";
  }
}
