package dev.reeve.daemon.supervisor;

import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.core.spec.LogSpec;
import dev.reeve.core.spec.LogTarget;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.daemon.state.Ledger;
import dev.reeve.linux.Fd;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.OpenFlags;
import dev.reeve.logs.LogSource;
import dev.reeve.logs.LogStream;
import dev.reeve.logs.Pump;
import dev.reeve.logs.Std;
import dev.reeve.logs.StreamSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The output streams of all instances. Pipes are named by the id of the service, which a rename
 * does not change. Attached by the loop; read by any thread.
 */
public final class Output {
  private static final Path NULL = Path.of("/dev/null");

  private final Pump pump;
  private final Path logs;
  private final Path pipes;
  private final DescriptorStore store;
  private final ConcurrentHashMap<Ledger.Key, Streams> attached = new ConcurrentHashMap<>();

  /**
   * The streams of one instance.
   *
   * @param out null when it is thrown away
   * @param err null when it is thrown away; the same as {@code out} when both go to one file
   */
  public record Streams(
      InstanceId id, LogSpec declared, @Nullable LogStream out, @Nullable LogStream err) {
    /** Each stream once. */
    public List<LogStream> all() {
      if (out == null) {
        return err == null ? List.of() : List.of(err);
      }
      return err == null || err == out ? List.of(out) : List.of(out, err);
    }

    /** Waits until all that was written to them so far is in the files, so long for each. */
    public void drained(Duration patience) throws InterruptedException {
      for (LogStream stream : all()) {
        stream.drained(patience);
      }
    }
  }

  Output(Pump pump, Path logs, Path pipes, DescriptorStore store) {
    this.pump = pump;
    this.logs = logs;
    this.pipes = pipes;
    this.store = store;
  }

  /** The streams of an instance, if it was ever started by this daemon or found running. */
  public Optional<Streams> of(int service, int number) {
    return Optional.ofNullable(attached.get(new Ledger.Key(service, number)));
  }

  /** The streams of all instances of a service. */
  public Collection<Streams> of(int service) {
    return attached.entrySet().stream()
        .filter(entry -> entry.getKey().service() == service)
        .map(entry -> entry.getValue())
        .toList();
  }

  /** Where the output of a stream goes, attached or not; empty if it is thrown away. */
  public Optional<Path> file(ServiceSpec spec, int number, Std std) {
    LogTarget target = std == Std.OUT ? spec.logs().stdout() : spec.logs().stderr();
    return switch (target) {
      case LogTarget.Discard() -> Optional.empty();
      case LogTarget.Standard() ->
          Optional.of(
              logs.resolve(new InstanceName(spec.name(), number) + "-" + std.word() + ".log"));
      case LogTarget.File(Path path) -> Optional.of(numbered(path, number));
    };
  }

  /**
   * The logs of an instance, as something to read; a file that holds both streams is one.
   *
   * @param stream {@code out}, {@code err}, or empty for both
   */
  public List<LogSource> sources(ServiceSpec spec, int number, String stream) {
    Optional<Path> out = file(spec, number, Std.OUT);
    Optional<Path> err = file(spec, number, Std.ERR);
    boolean isOne = out.equals(err);
    List<LogSource> sources = new ArrayList<>();
    if (out.isPresent() && (isOne || !stream.equals("err"))) {
      sources.add(source(spec, number, Std.OUT, out.get()));
    }
    if (err.isPresent() && !isOne && !stream.equals("out")) {
      sources.add(source(spec, number, Std.ERR, err.get()));
    }
    return sources;
  }

  private static LogSource source(ServiceSpec spec, int number, Std std, Path file) {
    return new LogSource(spec.name(), number, std, file, spec.logs().format(), spec.logs().look());
  }

  /** The first instance has the plain name, so that it keeps its files when others join. */
  private record InstanceName(String service, int number) {
    @Override
    public String toString() {
      return number == 1 ? service : service + "#" + number;
    }
  }

  private static Path numbered(Path path, int number) {
    if (number == 1) {
      return path;
    }
    String name = String.valueOf(path.getFileName());
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    return path.resolveSibling(stem + "#" + number + (dot > 0 ? name.substring(dot) : ""));
  }

  /**
   * The streams of an instance as its spec declares them; attached anew where the declaration has
   * changed.
   *
   * @throws IOException if a pipe or a log file cannot be had
   */
  Streams attach(Ledger.Key key, InstanceId id, ServiceSpec spec) throws IOException {
    Streams old = attached.get(key);
    if (old != null) {
      if (old.id.equals(id) && sameShape(old.declared, spec.logs())) {
        return retuned(key, old, spec.logs());
      }
      detach(key);
    }
    Optional<Path> outFile = file(spec, id.number(), Std.OUT);
    Optional<Path> errFile = file(spec, id.number(), Std.ERR);
    LogStream out = null;
    LogStream err = null;
    if (outFile.isPresent()) {
      out = pump.attach(stream(key, id, spec, Std.OUT, outFile.get()));
    }
    if (errFile.isPresent()) {
      err =
          errFile.equals(outFile)
              ? out
              : pump.attach(stream(key, id, spec, Std.ERR, errFile.get()));
    }
    Streams streams = new Streams(id, spec.logs(), out, err);
    attached.put(key, streams);
    streams.all().forEach(stream -> store.keep(stream.spec().fifo()));
    return streams;
  }

  private static boolean sameShape(LogSpec a, LogSpec b) {
    return a.stdout().equals(b.stdout())
        && a.stderr().equals(b.stderr())
        && a.format() == b.format()
        && a.look().equals(b.look());
  }

  /** Lets what can be changed while a service runs hold at once. */
  void published(ServiceView view) {
    LogSpec declared = view.spec().logs();
    for (InstanceView instance : view.instances()) {
      Ledger.Key key = new Ledger.Key(view.id(), instance.id().number());
      Streams streams = attached.get(key);
      if (streams != null && sameShape(streams.declared, declared)) {
        retuned(key, streams, declared);
      }
    }
  }

  private Streams retuned(Ledger.Key key, Streams streams, LogSpec declared) {
    if (streams.declared.equals(declared)) {
      return streams;
    }
    for (LogStream stream : streams.all()) {
      pump.retune(stream, declared.rotation(), declared.onFull(), declared.syslog());
    }
    Streams tuned = new Streams(streams.id, declared, streams.out, streams.err);
    attached.put(key, tuned);
    return tuned;
  }

  private StreamSpec stream(Ledger.Key key, InstanceId id, ServiceSpec spec, Std std, Path file) {
    return new StreamSpec(
        id.service(),
        id.number(),
        std,
        pipe(pipes, key, std),
        pipes,
        file,
        spec.logs().format(),
        spec.logs().look(),
        spec.logs().rotation(),
        spec.logs().onFull(),
        spec.logs().syslog());
  }

  private static Path pipe(Path folder, Ledger.Key key, Std std) {
    return folder.resolve(key.service() + "-" + key.number() + "." + std.word());
  }

  /** The pipes of an instance, whether they are there or not. */
  static List<String> pipes(Path folder, Ledger.Key key) {
    return Stream.of(Std.values()).map(std -> pipe(folder, key, std).toString()).toList();
  }

  /** Takes in what waits and lets go; the log files stay. */
  void detach(Ledger.Key key) {
    Streams old = attached.remove(key);
    if (old != null) {
      old.all().forEach(LogStream::detach);
    }
  }

  /**
   * Lets go for good: the instance is no more. The log files stay.
   *
   * @throws IOException if a pipe cannot be deleted
   */
  void remove(Ledger.Key key) throws IOException {
    Streams old = attached.remove(key);
    if (old != null) {
      for (LogStream stream : old.all()) {
        store.drop(stream.spec().fifo());
        stream.remove();
      }
    }
  }

  /**
   * Moves the log files of a service to its new name and goes on writing there.
   *
   * @throws IOException if a file cannot be moved; then the old name stays for that one
   */
  void rename(int service, ServiceSpec old, ServiceSpec renamed) throws IOException {
    for (Ledger.Key key : List.copyOf(attached.keySet())) {
      if (key.service() == service) {
        detach(key);
        for (Std std : Std.values()) {
          Optional<Path> from = file(old, key.number(), std);
          Optional<Path> to = file(renamed, key.number(), std);
          if (from.isPresent() && to.isPresent() && !from.equals(to)) {
            moveAll(from.get(), to.get());
          }
        }
        attach(key, new InstanceId(renamed.name(), key.number()), renamed);
      }
    }
  }

  /** The current file and those put aside, {@code FILE.1}, {@code FILE.2.gz} and so on. */
  private static void moveAll(Path from, Path to) throws IOException {
    String name = String.valueOf(from.getFileName());
    try (var files = Files.newDirectoryStream(from.resolveSibling("."))) {
      for (Path file : files) {
        String other = String.valueOf(file.getFileName());
        if (other.equals(name) || other.startsWith(name + ".")) {
          Files.move(file, to.resolveSibling(to.getFileName() + other.substring(name.length())));
        }
      }
    }
  }

  /** What a child gets as descriptor 1 or 2; to be closed after the spawn. */
  static Fd open(@Nullable LogStream stream) throws LinuxException {
    return stream == null ? Fd.open(NULL, OpenFlags.O_RDWR, 0) : stream.openForChild();
  }
}
