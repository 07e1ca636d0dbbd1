package dev.reeve.cli.boot;

import dev.reeve.api.ApiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The control socket of a daemon in the hands of systemd, which starts the daemon when somebody
 * comes; see systemd.socket(5).
 */
public record SocketUnit(Path root, Tools tools) {
  private static final String OURS = "# Written by 'reeve install";

  /** The file that declares it. */
  public Path file(String service) {
    return root.resolve(Systemd.UNITS).resolve(unit(service));
  }

  private static String unit(String service) {
    return service + ".socket";
  }

  /** Whether there is one, whoever has written it. Anybody may ask. */
  public boolean isThere(String service) {
    return Files.exists(file(service));
  }

  /** Whether 'reeve install' has written it. */
  public boolean isOurs(String service) throws IOException {
    return isThere(service) && Files.readString(file(service)).startsWith(OURS);
  }

  /** Whether systemd holds the socket from boot to boot; looks at files only. */
  public boolean isEnabled(String service) {
    return Systemd.isWished(root, "sockets.target", unit(service))
        || Systemd.isWished(root, "multi-user.target", unit(service));
  }

  /** Whether systemd holds the socket now. */
  public boolean isHeld(String service) throws ApiException {
    return isThere(service) && tools.run("systemctl", "--quiet", "is-active", unit(service)).ok();
  }

  /** What the file says. */
  public String text(Registration registration) {
    Account account = registration.account();
    Path socket = registration.home(true).socket();
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # Written by 'reeve install --socket', removed by 'reeve uninstall'. Own additions: systemctl edit %s

        [Unit]
        Description=Control socket of Reeve, process manager%s
        """
            .formatted(unit(registration.name()), account.isRoot() ? "" : " of " + account.name()));
    if (!account.isRoot()) {
      text.append(
          "# The folder of the socket, which is there later than other sockets are made.\n");
      text.append(Systemd.runtimeFolder(account));
      text.append(
          """
          DefaultDependencies=no
          After=sysinit.target
          Conflicts=shutdown.target
          Before=shutdown.target
          """);
    }
    text.append("\n[Socket]\nListenStream=").append(escaped(socket)).append('\n');
    text.append("SocketMode=0600\n");
    if (account.isRoot()) {
      text.append("DirectoryMode=0711\n");
    } else {
      text.append("SocketUser=").append(account.name()).append('\n');
      text.append("# The folder is made by the user whose it is.\n");
      text.append("User=").append(account.name()).append('\n');
      text.append("ExecStartPre=/bin/mkdir -p -m 0700 ")
          .append(Systemd.word(String.valueOf(socket.getParent())).replace("$", "$$"))
          .append('\n');
    }
    text.append(
        """
        # By this name the daemon knows it.
        FileDescriptorName=reeve-control
        RemoveOnStop=yes

        [Install]
        WantedBy=%s
        """
            .formatted(account.isRoot() ? "sockets.target" : "multi-user.target"));
    return text.toString();
  }

  /** A percent sign begins a specifier; quotes mean themselves here. */
  private static String escaped(Path path) {
    return path.toString().replace("%", "%%");
  }

  /** Holds it from boot to boot. */
  public void enable(String service) throws ApiException {
    tools.need("systemctl", "--quiet", "enable", unit(service));
  }

  /** Does not hold it from the next boot on. */
  public void disable(String service) throws ApiException {
    tools.need("systemctl", "--quiet", "disable", unit(service));
  }

  /** Holds it; the daemon must not run. */
  public void begin(String service) throws ApiException {
    tools.run("systemctl", "reset-failed", unit(service));
    tools.need("systemctl", "start", unit(service));
  }

  /** Lets go of it; whoever is connected stays so. */
  public void end(String service) throws ApiException {
    tools.need("systemctl", "stop", unit(service));
  }

  /** Removes the file; systemd is to be told. */
  public void remove(String service) throws IOException {
    Files.deleteIfExists(file(service));
  }
}
