package dev.reeve.daemon.supervisor;

import dev.reeve.linux.Fd;
import dev.reeve.linux.Fifo;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.SdNotify;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The pipes and sockets of services, kept open by systemd while no daemon lives: a pipe loses what
 * is in it when nobody has it open any more, and a service may end just then. See {@code FDSTORE=1}
 * in sd_notify(3) and sd_listen_fds(3). Does nothing below anything else. Used by one thread.
 */
final class DescriptorStore implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(DescriptorStore.class.getName());

  /** The number of the first descriptor that is handed over. */
  private static final int FIRST = 3;

  private static final int MOST = 65_536;

  private final Optional<SdNotify> init;
  private final Map<String, Fd> received;
  private final Set<String> stored = new HashSet<>();

  private DescriptorStore(Optional<SdNotify> init, Map<String, Fd> received) {
    this.init = init;
    this.received = received;
  }

  /**
   * The one that the environment tells of, with what an earlier daemon has left there.
   *
   * @param environment of the daemon: {@code NOTIFY_SOCKET}, and {@code LISTEN_FDS}, {@code
   *     LISTEN_PID} and {@code LISTEN_FDNAMES}
   */
  static DescriptorStore of(Map<String, String> environment) {
    Map<String, Fd> received = new HashMap<>();
    try {
      String[] names = environment.getOrDefault("LISTEN_FDNAMES", "").split(":", -1);
      for (int i = 0; i < count(environment); i++) {
        String name = i < names.length ? names[i] : "";
        Fd twin = received.put(name, Fd.adopt(FIRST + i, "descriptor " + name));
        if (twin != null) {
          twin.close();
        }
      }
      return new DescriptorStore(
          SdNotify.to(environment.getOrDefault("NOTIFY_SOCKET", "")), received);
    } catch (LinuxException e) {
      LOG.log(Level.WARNING, "cannot use the descriptor store: {0}", e.getMessage());
      return new DescriptorStore(Optional.empty(), received);
    }
  }

  private static int count(Map<String, String> environment) {
    String count = environment.getOrDefault("LISTEN_FDS", "");
    boolean ours =
        environment
            .getOrDefault("LISTEN_PID", "")
            .equals(Long.toString(ProcessHandle.current().pid()));
    return ours && count.matches("[0-9]{1,5}") ? Math.min(MOST, Integer.parseInt(count)) : 0;
  }

  /** Has a pipe kept open from now on, under the name of its file. */
  void keep(Path fifo) {
    String name = String.valueOf(fifo.getFileName());
    if (init.isEmpty() || !stored.add(name) || received.containsKey(name)) {
      return;
    }
    try (Fd reader = Fifo.openReader(fifo)) {
      // Without FDPOLL=0 systemd lets go of a pipe that nobody writes to any more: just when it
      // matters.
      init.get().say("FDSTORE=1\nFDPOLL=0\nFDNAME=" + name, reader);
    } catch (LinuxException e) {
      LOG.log(Level.WARNING, "cannot have a pipe kept: {0}", e.getMessage());
    }
  }

  /** Has any descriptor kept open from now on. */
  void keep(String name, Fd fd) {
    if (init.isEmpty() || !stored.add(name)) {
      return;
    }
    try {
      init.get().say("FDSTORE=1\nFDPOLL=0\nFDNAME=" + name, fd);
    } catch (LinuxException e) {
      LOG.log(Level.WARNING, "cannot have a descriptor kept: {0}", e.getMessage());
    }
  }

  /** What an earlier daemon had kept under this name; it goes on being kept. */
  Optional<Fd> take(String name) {
    Fd fd = received.remove(name);
    if (fd != null) {
      stored.add(name);
    }
    return Optional.ofNullable(fd);
  }

  /** Has it kept no longer. */
  void drop(Path fifo) {
    drop(String.valueOf(fifo.getFileName()));
  }

  /** Has it kept no longer. */
  void drop(String name) {
    if (stored.remove(name)) {
      forget(name);
    }
  }

  private void forget(String name) {
    init.ifPresent(it -> {
      try {
        it.say("FDSTOREREMOVE=1\nFDNAME=" + name);
      } catch (LinuxException e) {
        LOG.log(Level.WARNING, "cannot give back a descriptor: {0}", e.getMessage());
      }
    });
  }

  /** What an earlier daemon left has been taken up, or nobody knows it any more. */
  void settle() {
    received.forEach((name, fd) -> {
      if (!stored.contains(name)) {
        forget(name);
      }
      fd.close();
    });
    received.clear();
  }

  @Override
  public void close() {
    received.values().forEach(Fd::close);
    init.ifPresent(SdNotify::close);
  }
}
