package dev.reeve.daemon.supervisor;

import dev.reeve.core.engine.Event;
import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.Report;
import dev.reeve.core.spec.Ready;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.daemon.state.Ledger;
import dev.reeve.linux.Epoll;
import dev.reeve.linux.Fd;
import dev.reeve.linux.Fifo;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.PidFd;
import dev.reeve.linux.UnixDatagram;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The ways by which instances say something of themselves: a socket for sd_notify(3), a pipe for a
 * line that means ready. Used by the loop only; its tokens are negative.
 */
final class Reports {
  private static final System.Logger LOG = System.getLogger(Reports.class.getName());

  /** Messages taken in before others get their turn. */
  private static final int AT_ONCE = 64;

  /**
   * What a child gets besides: variables, descriptors that are to be closed after the spawn, and
   * perhaps a process whose files it shares.
   */
  record Given(Map<String, String> variables, Map<Integer, Fd> descriptors, Optional<PidFd> beside)
      implements AutoCloseable {
    Given(Map<String, String> variables, Map<Integer, Fd> descriptors) {
      this(variables, descriptors, Optional.empty());
    }

    /** Both together. */
    Given and(Given more) {
      Map<String, String> allVariables = new HashMap<>(variables);
      allVariables.putAll(more.variables);
      Map<Integer, Fd> allDescriptors = new HashMap<>(descriptors);
      allDescriptors.putAll(more.descriptors);
      return new Given(allVariables, allDescriptors, beside.or(more::beside));
    }

    @Override
    public void close() {
      descriptors.values().forEach(Fd::close);
    }
  }

  private sealed interface Way {
    record Socket(UnixDatagram socket) implements Way {}

    record Pipe(Fd reader, Path path) implements Way {}

    /** It calls an address. */
    record Address(Ledger.Key key) implements Way {}
  }

  private static final class Ear {
    InstanceId id;
    final long generation;
    final Way way;
    final long token;

    Ear(InstanceId id, long generation, Way way, long token) {
      this.id = id;
      this.generation = generation;
      this.way = way;
      this.token = token;
    }
  }

  private final Path folder;
  private final Path sockets;
  private final Epoll epoll;
  private final Consumer<Event> events;
  private final Consumer<Runnable> later;
  private final HealthAddresses addresses;
  private final Map<Ledger.Key, List<Ear>> ears = new HashMap<>();
  private final Map<Long, Ear> byToken = new HashMap<>();
  private long lastToken;

  /**
   * @param folder where pipes are made
   * @param sockets where sockets are made; services of other users must be able to get there
   * @param later has something run on the thread of the loop; from any thread
   */
  Reports(
      Path folder,
      Path sockets,
      HealthAddresses addresses,
      Epoll epoll,
      Consumer<Event> events,
      Consumer<Runnable> later) {
    this.folder = folder;
    this.sockets = sockets;
    this.addresses = addresses;
    this.epoll = epoll;
    this.events = events;
    this.later = later;
  }

  /**
   * Opens what an instance needs that is about to be started.
   *
   * @throws Refusal if it cannot be had
   */
  Given open(Ledger.Key key, InstanceId id, long generation, ServiceSpec spec) throws Refusal {
    close(key);
    try {
      Map<String, String> variables = new HashMap<>();
      if (spec.health().push()) {
        variables.put("REEVE_HEALTH_URL", address(key, id, generation));
      }
      if (needsSocket(spec)) {
        reachable(spec);
        variables.putAll(listen(key, id, generation, spec));
      }
      if (spec.ready() instanceof Ready.Descriptor(int number, var timeout)) {
        return new Given(variables, Map.of(number, pipe(key, id, generation)));
      }
      return new Given(variables, Map.of());
    } catch (IOException e) {
      throw new Refusal(String.valueOf(e.getMessage()), "check 'ready' and the run folder", true);
    }
  }

  /** Listens again to what an earlier daemon started. */
  void adopt(Ledger.Key key, InstanceId id, long generation, ServiceSpec spec) {
    try {
      if (spec.health().push()) {
        address(key, id, generation);
      }
      if (needsSocket(spec)) {
        listen(key, id, generation, spec);
      }
    } catch (IOException e) {
      LOG.log(Level.ERROR, "cannot listen to " + id, e);
    }
  }

  private String address(Ledger.Key key, InstanceId id, long generation) throws IOException {
    Ear ear = add(key, id, generation, new Way.Address(key));
    return addresses.open(
        key,
        push ->
            later.accept(() -> {
              if (byToken.containsKey(ear.token)) {
                tell(ear, new Report.Healthy(push.healthy(), push.detail()));
              }
            }));
  }

  private static boolean needsSocket(ServiceSpec spec) {
    return spec.ready() instanceof Ready.Notify || !spec.watchdog().isZero();
  }

  /** A service that could not speak would be taken for one that hangs. */
  private void reachable(ServiceSpec spec) throws IOException, Refusal {
    Optional<Reach.Who> user = Reach.Who.of(spec.user());
    Optional<Path> obstacle =
        user.isPresent() ? Reach.obstacle(sockets.resolve("socket"), user.get()) : Optional.empty();
    if (obstacle.isPresent()) {
      throw new Refusal(
          obstacle.get()
              + ": closed to user "
              + spec.user()
              + ", who would have to say through a socket below it that it is ready",
          "open the way: chmod o+x " + obstacle.get(),
          false);
    }
  }

  private Map<String, String> listen(
      Ledger.Key key, InstanceId id, long generation, ServiceSpec spec) throws IOException {
    String name = key.service() + "-" + key.number() + ".notify";
    // Version 0.1.0 had them among the pipes; what it started still speaks there.
    Path former = folder.resolve(name);
    Path path = Files.exists(former) ? former : sockets.resolve(name);
    UnixDatagram socket = UnixDatagram.bind(path);
    Optional<Reach.Who> user = Reach.Who.of(spec.user());
    if (user.isPresent()) {
      Files.setAttribute(path, "unix:uid", user.get().uid());
    }
    Ear ear = add(key, id, generation, new Way.Socket(socket));
    epoll.add(socket.fd(), Epoll.IN, ear.token);
    Map<String, String> variables = new HashMap<>();
    variables.put("NOTIFY_SOCKET", path.toString());
    if (!spec.watchdog().isZero()) {
      variables.put("WATCHDOG_USEC", Long.toString(spec.watchdog().toNanos() / 1000));
    }
    return variables;
  }

  private Fd pipe(Ledger.Key key, InstanceId id, long generation) throws IOException {
    Path path = folder.resolve(key.service() + "-" + key.number() + ".ready");
    Files.deleteIfExists(path);
    Fifo.create(path, 0600);
    Fd reader = Fifo.openReader(path);
    Ear ear = add(key, id, generation, new Way.Pipe(reader, path));
    epoll.add(reader, Epoll.IN, ear.token);
    return Fifo.openReadWrite(path);
  }

  private Ear add(Ledger.Key key, InstanceId id, long generation, Way way) {
    Ear ear = new Ear(id, generation, way, --lastToken);
    ears.computeIfAbsent(key, k -> new ArrayList<>(1)).add(ear);
    byToken.put(ear.token, ear);
    return ear;
  }

  /** Something can be read. */
  void ready(long token) {
    Ear ear = byToken.get(token);
    if (ear == null) {
      return;
    }
    try {
      switch (ear.way) {
        case Way.Socket(UnixDatagram socket) -> {
          for (int i = 0; i < AT_ONCE; i++) {
            Optional<UnixDatagram.Received> received = socket.receive();
            if (received.isEmpty()) {
              return;
            }
            take(ear, new String(received.get().bytes(), StandardCharsets.UTF_8));
          }
        }
        case Way.Pipe(Fd reader, Path path) -> readLine(ear, reader);
        case Way.Address(Ledger.Key key) -> {}
      }
    } catch (LinuxException e) {
      LOG.log(Level.WARNING, "cannot read what " + ear.id + " says", e);
      close(ear);
    }
  }

  /** As of sd_notify(3): assignments, one a line. */
  private void take(Ear ear, String message) {
    for (String line : message.split("\n", -1)) {
      switch (line) {
        case "READY=1" -> tell(ear, new Report.Ready());
        case "WATCHDOG=1" -> tell(ear, new Report.Alive());
        case "WATCHDOG=trigger" -> tell(ear, new Report.Healthy(false, "it said so"));
        default -> {
          // STATUS, MAINPID, STOPPING and others change nothing here.
        }
      }
    }
  }

  private void readLine(Ear ear, Fd reader) throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(256);
      long count = reader.read(buffer, 0, buffer.byteSize());
      for (long i = 0; i < count; i++) {
        if (buffer.get(ValueLayout.JAVA_BYTE, i) == '\n') {
          tell(ear, new Report.Ready());
          close(ear);
          return;
        }
      }
      if (count == 0) {
        close(ear); // everybody who had it is gone; a reader without writers is always ready
      }
    }
  }

  private void tell(Ear ear, Report report) {
    events.accept(new Event.Reported(ear.id, ear.generation, report));
  }

  /** The instance is no more, or is started anew. */
  void close(Ledger.Key key) {
    List<Ear> its = ears.remove(key);
    if (its != null) {
      its.forEach(this::close);
    }
  }

  private void close(Ear ear) {
    if (byToken.remove(ear.token) == null) {
      return;
    }
    try {
      switch (ear.way) {
        case Way.Socket(UnixDatagram socket) -> {
          epoll.remove(socket.fd());
          socket.close();
        }
        case Way.Pipe(Fd reader, Path path) -> {
          epoll.remove(reader);
          reader.close();
          Files.deleteIfExists(path);
        }
        case Way.Address(Ledger.Key key) -> addresses.close(key);
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot close what " + ear.id + " speaks through", e);
    }
  }

  /** Takes over the new name of a service. */
  void renamed(int service, String name) {
    ears.forEach((key, its) -> {
      if (key.service() == service) {
        its.forEach(ear -> ear.id = new InstanceId(name, key.number()));
      }
    });
  }
}
