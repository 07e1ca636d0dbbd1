package dev.reeve.cli.boot;

import dev.reeve.api.ApiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What starts the services of the machine. */
public sealed interface InitSystem permits Systemd, InitScripts {
  /** How a service stands with it. */
  enum State {
    /** It knows nothing of it. */
    ABSENT,
    /** It knows it and does not start it. */
    DISABLED,
    /** It starts it with the machine. */
    ENABLED
  }

  /** What people call it. */
  String title();

  /** The file that declares a service. */
  Path file(String service);

  /** The permissions of that file. */
  int mode();

  /** Whether it makes /run/user/UID for a service of a user. */
  boolean makesRuntimeFolder();

  /** Whether it is the parent of the daemon and starts it again; else lib/keep does. */
  boolean isParent();

  /** How it holds the control socket; absent where it cannot. */
  Optional<SocketUnit> sockets();

  /** Whether it has the daemon running. */
  boolean runs(String service) throws ApiException;

  /** What the file says. */
  String text(Registration registration);

  /** How a service stands; looks at files only, so anybody may ask. */
  State state(String service);

  /** The daemons of Reeve whose files it has, in the order of their names. */
  default List<String> known() throws IOException {
    Path system = file(Registration.SYSTEM);
    String end = system.getFileName().toString().substring(Registration.SYSTEM.length());
    try (Stream<Path> files = Files.list(system.resolveSibling("."))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(end))
          .map(file -> file.substring(0, file.length() - end.length()))
          .filter(Registration::isName)
          .sorted()
          .toList();
    }
  }

  /** Takes notice of a file that is new, changed or gone. */
  void reread() throws ApiException;

  /** Starts a service with the machine. */
  void enable(String service) throws ApiException;

  /** Does not start it with the machine any more. */
  void disable(String service) throws ApiException;

  /** Removes the file that declares it, and all that points there. */
  void forget(String service) throws ApiException, IOException;

  /** Starts it now and waits until it runs. */
  void start(String service) throws ApiException;

  /** Ends it, if it runs, and starts it; services of the daemon go on. */
  void restart(String service) throws ApiException;

  /** Ends it, if it runs; services of the daemon go on. */
  void stop(String service) throws ApiException;

  /** How its log can be read, if it has one of its own. */
  String logHint(String service);

  /**
   * The one that runs this machine.
   *
   * @param root the root of the file system
   * @return absent in most containers
   */
  static Optional<InitSystem> of(Path root, Tools tools) {
    // As sd_booted(3) has it.
    if (Files.isDirectory(root.resolve("run/systemd/system"))) {
      return Optional.of(new Systemd(root, tools));
    }
    if (Files.exists(root.resolve("run/openrc/softlevel"))) {
      return Optional.of(new OpenRc(root, tools));
    }
    return isSysV(root) ? Optional.of(new SysV(root, tools)) : Optional.empty();
  }

  /** Its scripts are there in many containers, too, where nobody runs them. */
  private static boolean isSysV(Path root) {
    try {
      return Files.isDirectory(root.resolve("etc/init.d"))
          && Files.readString(root.resolve("proc/1/comm")).strip().equals("init");
    } catch (IOException e) {
      return false;
    }
  }
}
