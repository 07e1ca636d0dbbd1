package dev.reeve.daemon.supervisor;

import dev.reeve.core.engine.Desired;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.core.engine.State;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.SocketSpec;
import dev.reeve.linux.Errno;
import dev.reeve.linux.Fd;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.Listener;
import dev.reeve.linux.ListeningSocket;
import dev.reeve.linux.PidFd;
import dev.reeve.linux.ProcStat;
import dev.reeve.linux.ProcTable;
import dev.reeve.linux.Users;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The listening sockets of services, held from before their first start until they are stopped, so
 * that who connects while one is restarted waits instead of being refused. Services hold them, too:
 * from there a new daemon takes them back. Used by the loop only.
 */
final class Sockets {
  private static final System.Logger LOG = System.getLogger(Sockets.class.getName());

  /** Where in a program a socket is looked for that it was given among the first ones. */
  private static final int LOOKED_AT = 64;

  private static final int SELF = (int) ProcessHandle.current().pid();

  private final DescriptorStore store;

  /** By the id of the service, and by the place. */
  private final Map<Integer, Map<String, Fd>> held = new HashMap<>();

  Sockets(DescriptorStore store) {
    this.store = store;
  }

  /** As {@link ListeningSocket#place} says it. */
  private static String place(SocketSpec socket) {
    return switch (socket.kind()) {
      case TCP, UDP ->
          socket.kind().name().toLowerCase(java.util.Locale.ROOT)
              + " "
              + canonical(socket.address())
              + " "
              + socket.port();
      case UNIX -> "unix " + socket.address();
    };
  }

  private static String canonical(String address) {
    try {
      return InetAddress.ofLiteral(address).getHostAddress();
    } catch (IllegalArgumentException e) {
      return address; // it cannot be opened, which is told then
    }
  }

  private static String kept(int service, String place) {
    // A name of the descriptor store has neither colons nor control characters.
    return "socket-" + service + "-" + Integer.toHexString(place.hashCode());
  }

  /**
   * Copies for a process that is about to be started, by the numbers that it gets them under, and
   * variables that tell of them. What is not declared any more is let go.
   *
   * @throws Refusal if one cannot be had
   */
  Reports.Given open(int service, ServiceSpec spec) throws Refusal {
    Map<String, Fd> its = held.computeIfAbsent(service, id -> new LinkedHashMap<>());
    List<String> declared = spec.sockets().stream().map(Sockets::place).toList();
    for (String place : List.copyOf(its.keySet())) {
      if (!declared.contains(place)) {
        close(service, place, its);
      }
    }
    Map<Integer, Fd> copies = new HashMap<>();
    try {
      for (SocketSpec socket : spec.sockets()) {
        Fd fd = its.get(place(socket));
        if (fd != null && !isThere(spec, socket)) {
          close(service, place(socket), its);
          fd = null;
        }
        if (fd == null) {
          Optional<Fd> stored = stored(service, place(socket));
          fd = stored.isPresent() ? stored.get() : bound(spec, socket);
          its.put(place(socket), fd);
          store.keep(kept(service, place(socket)), fd);
        }
        copies.put(SocketSpec.FIRST + copies.size(), fd.copy());
      }
    } catch (LinuxException e) {
      copies.values().forEach(Fd::close);
      throw new Refusal("cannot open a socket: " + e.getMessage(), "check 'sockets'", false);
    } catch (Refusal e) {
      copies.values().forEach(Fd::close);
      throw e;
    }
    Map<String, String> variables = new HashMap<>();
    if (!copies.isEmpty()) {
      variables.put("LISTEN_FDS", Integer.toString(copies.size()));
      variables.put(
          "LISTEN_FDNAMES",
          spec.sockets().stream().map(SocketSpec::name).collect(Collectors.joining(":")));
    }
    return new Reports.Given(variables, copies);
  }

  /** Whether its path can still be found; then it has the owner and mode that are declared now. */
  private static boolean isThere(ServiceSpec spec, SocketSpec socket) throws LinuxException {
    if (socket.kind() != SocketSpec.Kind.UNIX) {
      return true;
    }
    try {
      Reach.Who owner = owner(spec);
      int mode = socket.mode().orElse(SocketSpec.USUAL_MODE);
      ListeningSocket.permit(Path.of(socket.address()), mode, owner.uid(), owner.gid());
      return true;
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT)) {
        return false; // somebody has removed it
      }
      throw e;
    }
  }

  /** What the init system has kept of an earlier daemon. */
  private Optional<Fd> stored(int service, String place) {
    Optional<Fd> stored = store.take(kept(service, place));
    if (stored.isPresent() && !ListeningSocket.place(stored.get()).equals(place)) {
      stored.get().close();
      return Optional.empty();
    }
    return stored;
  }

  private static Reach.Who owner(ServiceSpec spec) throws LinuxException {
    Optional<Reach.Who> user = Reach.Who.of(spec.user());
    int gid =
        spec.group().isEmpty()
            ? user.map(Reach.Who::gid).orElse(-1)
            : Users.groupByName(spec.group())
                .orElseGet(
                    () -> spec.group().matches("[0-9]{1,9}") ? Integer.parseInt(spec.group()) : -1);
    return new Reach.Who(user.map(Reach.Who::uid).orElse(-1), gid);
  }

  private static Fd bound(ServiceSpec spec, SocketSpec socket) throws Refusal {
    try {
      if (socket.kind() == SocketSpec.Kind.UNIX) {
        Reach.Who owner = owner(spec);
        int mode = socket.mode().orElse(SocketSpec.USUAL_MODE);
        return ListeningSocket.path(Path.of(socket.address()), mode, owner.uid(), owner.gid());
      }
      return ListeningSocket.port(
          InetAddress.ofLiteral(socket.address()),
          socket.port(),
          socket.kind() == SocketSpec.Kind.UDP);
    } catch (IllegalArgumentException e) {
      throw new Refusal(
          "cannot listen at " + socket.text() + ": " + e.getMessage(), "check 'sockets'", false);
    } catch (LinuxException e) {
      String why = Errno.text(e.errno());
      String advice = "check 'sockets." + socket.name() + "' of service '" + spec.name() + "'";
      if (e.is(Errno.EADDRINUSE)) {
        why = "it is in use" + holder(socket);
        advice = "end that, or choose another place in 'sockets." + socket.name() + "'";
      } else if (e.is(Errno.EACCES) && socket.kind() != SocketSpec.Kind.UNIX) {
        advice = "ports below 1024 are for root: choose another, or run the daemon as root";
      }
      throw new Refusal("cannot listen at " + socket.text() + ": " + why, advice, false);
    }
  }

  /** Who has a port; nothing where that cannot be seen. */
  private static String holder(SocketSpec socket) {
    try {
      List<Integer> pids = ProcTable.all().stream().map(ProcStat::pid).toList();
      String protocol = socket.kind() == SocketSpec.Kind.UDP ? "udp" : "tcp";
      String who = "";
      for (Listener listener : Listener.of(pids)) {
        if (listener.port() == socket.port() && listener.protocol().startsWith(protocol)) {
          Optional<ProcStat> stat = ProcTable.stat(listener.pid());
          if (listener.pid() != SELF && stat.isPresent()) {
            return " by " + stat.get().comm() + " (pid " + listener.pid() + ")";
          }
          who = " by another service, for which this daemon holds it";
        }
      }
      return who;
    } catch (LinuxException e) {
      LOG.log(Level.DEBUG, "cannot look who listens", e);
    }
    return "";
  }

  /** Takes them back from a process that an earlier daemon started, or from the init system. */
  void adopt(int service, ServiceSpec spec, PidFd main) {
    Map<String, Fd> its = held.computeIfAbsent(service, id -> new LinkedHashMap<>());
    List<String> missing = new ArrayList<>();
    for (SocketSpec socket : spec.sockets()) {
      String place = place(socket);
      if (!its.containsKey(place)) {
        Optional<Fd> stored = stored(service, place);
        if (stored.isPresent()) {
          its.put(place, stored.get());
        } else {
          missing.add(place);
        }
      }
    }
    for (int number = 0; number < LOOKED_AT && !missing.isEmpty(); number++) {
      try {
        Optional<Fd> copy = main.descriptor(number);
        if (copy.isPresent()) {
          String place = ListeningSocket.place(copy.get());
          if (missing.remove(place)) {
            its.put(place, copy.get());
            store.keep(kept(service, place), copy.get());
          } else {
            copy.get().close();
          }
        }
      } catch (LinuxException e) {
        // Not ours to look at; the sockets live on in the service, and are opened anew after it.
        LOG.log(Level.WARNING, "cannot take back the sockets of {0}: {1}", spec.name(), e);
        return;
      }
    }
  }

  /** What is not to run does not listen either. */
  void published(ServiceView view) {
    boolean rests =
        view.instances().stream()
            .allMatch(its ->
                its.state() == State.STOPPED
                    || its.state() == State.FAILED
                    || its.state() == State.COMPLETED);
    boolean gaveUp = view.instances().stream().noneMatch(its -> its.state() == State.STOPPED);
    if (rests && (view.desired() != Desired.UP || gaveUp)) {
      close(view.id());
    }
  }

  /** Lets go of all of a service. */
  void close(int service) {
    Map<String, Fd> its = held.remove(service);
    if (its != null) {
      for (String place : List.copyOf(its.keySet())) {
        close(service, place, its);
      }
    }
  }

  private void close(int service, String place, Map<String, Fd> its) {
    Fd fd = its.remove(place);
    if (fd == null) {
      return;
    }
    fd.close();
    store.drop(kept(service, place));
    if (place.startsWith("unix ")) {
      try {
        ListeningSocket.remove(Path.of(place.substring("unix ".length())));
      } catch (LinuxException e) {
        LOG.log(Level.WARNING, "cannot remove {0}: {1}", place, e.getMessage());
      }
    }
  }
}
