package dev.reeve.daemon;

import dev.reeve.api.Home;
import dev.reeve.daemon.supervisor.Reasons;
import dev.reeve.daemon.supervisor.Supervisor;
import dev.reeve.linux.Flock;
import dev.reeve.linux.SignalTrap;
import dev.reeve.linux.Users;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The daemon as a program: {@code reeved}, with {@code REEVE_HOME} in its environment. */
public final class Main {
  /** The exit status that tells whoever keeps the daemon that trying again will not help. */
  private static final int CANNOT_RUN_HERE = 78;

  private static final System.Logger LOG = System.getLogger(Main.class.getName());

  private Main() {}

  /**
   * Exits 0 when it was told to end, {@link Daemon#COME_BACK} to be started again at once, 78 when
   * it cannot run here whatever is tried, else 1.
   */
  public static void main(String[] args) {
    int status;
    try {
      Map<String, String> environment = System.getenv();
      status = run(Home.of(environment, Users.effectiveUid() == 0), environment);
    } catch (IOException e) {
      complain("cannot run: " + message(e), "look at the file it names; then start it again");
      status = 1;
    }
    System.exit(status);
  }

  private static int run(Home home, Map<String, String> environment) throws IOException {
    int length = home.socketLength();
    if (length > Home.LONGEST_SOCKET) {
      complain(
          "cannot listen at "
              + home.socket()
              + ": the path is "
              + length
              + " bytes long, the kernel"
              + " allows "
              + Home.LONGEST_SOCKET,
          "set REEVE_HOME to a shorter path");
      return CANNOT_RUN_HERE;
    }
    for (Path folder :
        List.of(
            home.state(),
            Supervisor.journalFolder(home),
            home.logs(),
            home.run(),
            Supervisor.pipesFolder(home),
            Supervisor.notifyFolder(home))) {
      OwnFolder.make(folder);
    }
    if (Users.effectiveUid() == 0) {
      // Services of other users speak through sockets there, each of its user's alone.
      OwnFolder.letThrough(home.run());
      OwnFolder.letThrough(Supervisor.notifyFolder(home));
    }
    Optional<Flock> lock = Tenancy.take(home);
    if (lock.isEmpty()) {
      complain(
          "cannot run: another daemon has the home " + home.root() + holder(home),
          "talk to it with 'reeve ping', or end it with 'reeve kill'");
      return CANNOT_RUN_HERE;
    }
    Flock held = lock.get();
    try {
      Daemon daemon = new Daemon(home, environment);
      for (String name : List.of("TERM", "INT")) {
        SignalTrap.on(name, () -> daemon.leave("SIG" + name));
      }
      SignalTrap.on("HUP", () -> LOG.log(Level.DEBUG, "a terminal went away"));
      return daemon.live();
    } finally {
      held.close();
    }
  }

  private static String holder(Home home) throws IOException {
    var pid = Flock.holder(home.lock());
    return pid.isPresent() ? " (pid " + pid.getAsInt() + ")" : "";
  }

  private static String message(IOException e) {
    return e instanceof FileSystemException f
        ? f.getFile() + ": " + Reasons.of(e)
        : "" + e.getMessage();
  }

  private static void complain(String what, String hint) {
    System.err.println("reeved: " + what + "\n→ " + hint);
  }
}
