package dev.reeve.cli.boot;

import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The scripts of System V's init, with the header of the Linux Standard Base. */
public record SysV(Path root, Tools tools) implements InitSystem {
  @Override
  public String title() {
    return "SysV init";
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
    for (String level : List.of("etc/rc2.d", "etc/rc3.d", "etc/rc.d/rc3.d")) {
      Path folder = root.resolve(level);
      if (Files.isDirectory(folder)) {
        try (DirectoryStream<Path> links =
            Files.newDirectoryStream(folder, "S[0-9][0-9]" + service)) {
          if (links.iterator().hasNext()) {
            return State.ENABLED;
          }
        } catch (IOException e) {
          return State.DISABLED; // who may not look there is told what can be seen
        }
      }
    }
    return State.DISABLED;
  }

  @Override
  public String text(Registration registration) {
    return """
    #!/bin/sh
    # Written by 'reeve install', removed by 'reeve uninstall'.
    # chkconfig: 2345 95 05
    # description: Reeve, process manager
    ### BEGIN INIT INFO
    # Provides:          %4$s
    # Required-Start:    $remote_fs $syslog
    # Required-Stop:     $remote_fs $syslog
    # Should-Start:      $network $named $time
    # Should-Stop:       $network
    # Default-Start:     2 3 4 5
    # Default-Stop:      0 1 6
    # Short-Description: Reeve, process manager
    ### END INIT INFO

    # The daemon is kept by lib/keep, which the first command starts below itself. Services are ended when the machine goes down,
    # and only then.
    case $1 in
      start) %1$s || %3$s >/dev/null ;;
      reload | force-reload) %1$s ;;
      stop) %2$s ;;
      restart) %2$s && { %1$s || %3$s >/dev/null; } ;;
      status) %3$s ;;
      *)
        echo "usage: $0 start|stop|restart|reload|force-reload|status" >&2
        exit 2
        ;;
    esac
    """
        .formatted(
            Scripts.as(registration, "bin/reeve", "boot", "--quiet"),
            Scripts.as(registration, "lib/leave", "--end"),
            Scripts.as(registration, "bin/reeve", "ping"),
            registration.name());
  }

  @Override
  public void reread() {
    // It reads the scripts each time.
  }

  @Override
  public void enable(String service) throws ApiException {
    if (tools.run("update-rc.d", service, "defaults").ok()) {
      // After a 'disable' the defaults alone change nothing.
      tools.need("update-rc.d", service, "enable");
    } else if (tools.run("chkconfig", "--add", service).ok()) {
      tools.need("chkconfig", service, "on");
    } else {
      throw nobody();
    }
  }

  @Override
  public void disable(String service) throws ApiException {
    if (!tools.run("update-rc.d", service, "disable").ok()
        && !tools.run("chkconfig", service, "off").ok()) {
      throw nobody();
    }
  }

  @Override
  public void forget(String service) throws ApiException, IOException {
    // chkconfig reads the script, update-rc.d insists on its being gone.
    boolean done = tools.run("chkconfig", "--del", service).ok();
    Files.deleteIfExists(file(service));
    if (!done && !tools.run("update-rc.d", service, "remove").ok()) {
      throw nobody();
    }
  }

  private static ApiException nobody() {
    return new ApiException(
        ErrorCode.FAILED,
        "neither update-rc.d nor chkconfig could do it",
        "install one of them, or make the links in /etc/rc?.d yourself");
  }

  @Override
  public void start(String service) throws ApiException {
    tools.need(file(service).toString(), "start");
  }

  @Override
  public void restart(String service) throws ApiException {
    tools.need(file(service).toString(), "restart");
  }

  @Override
  public void stop(String service) throws ApiException {
    tools.need(file(service).toString(), "stop");
  }

  @Override
  public String logHint(String service) {
    return "reeve logs -d";
  }
}
