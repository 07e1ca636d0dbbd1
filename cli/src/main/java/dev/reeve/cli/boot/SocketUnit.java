package dev.reeve.cli.boot;

import dev.reeve.api.ApiException;
import dev.reeve.api.Home;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The control socket of a daemon in the hands of systemd, which starts the daemon when somebody
 * comes; see systemd.socket(5).
 */
public record SocketUnit(Path root, Tools tools) {
  private static final String OURS = "# Written by 'reeve install";
  private static final System.Logger LOG = System.getLogger(SocketUnit.class.getName());
  private static final String FOLDERS = "run";

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
    Path socket = socket(registration);
    text.append("\n[Socket]\nListenStream=").append(escaped(socket)).append('\n');
    text.append("SocketMode=0600\nDirectoryMode=0711\n");
    if (!account.isRoot()) {
      Home home = registration.home(true);
      text.append("SocketUser=").append(account.name()).append('\n');
      text.append("# Root makes nothing in a folder of the user's; the user puts a link there.\n");
      text.append("User=").append(account.name()).append('\n');
      text.append("ExecStartPre=/bin/mkdir -p -m 0700 ").append(argument(home.run())).append('\n');
      text.append("ExecStartPre=/bin/ln -sfn ")
          .append(argument(socket))
          .append(' ')
          .append(argument(home.socket()))
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

  /**
   * Where it is: with a user's daemon in a folder that only root can change, as systemd makes it
   * with root's rights and would follow the links of a user.
   */
  private static Path socket(Registration registration) {
    return registration.account().isRoot()
        ? registration.home(true).socket()
        : Path.of("/", FOLDERS, registration.name(), "reeve.sock");
  }

  /** A word of a command that systemd starts. */
  private static String argument(Path path) {
    return Systemd.word(path.toString()).replace("$", "$$");
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

  /**
   * Removes the file and the folder of a socket that is not held any more; systemd is to be told.
   */
  public void remove(String service) throws IOException {
    Files.deleteIfExists(file(service));
    if (service.equals(Registration.SYSTEM)) {
      return; // its folder is that of the daemon
    }
    try {
      Files.deleteIfExists(root.resolve(FOLDERS).resolve(service));
    } catch (DirectoryNotEmptyException e) {
      LOG.log(Level.DEBUG, "left alone: somebody else has put something there", e);
    }
  }
}
