package dev.reeve.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.spec.LineLook;
import dev.reeve.core.spec.LogFormat;
import dev.reeve.core.spec.OnFull;
import dev.reeve.core.spec.Rotation;
import dev.reeve.core.spec.SyslogSpec;
import dev.reeve.linux.Fd;
import dev.reeve.linux.Fifo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** A pump in a directory of its own, with real FIFOs and real writers. */
final class PumpRig implements AutoCloseable, PumpListener {
  static final Rotation NEVER = new Rotation(0, 0, false);
  static final Pattern STAMP =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d) ");

  final Path directory;
  final List<String> troubles = new CopyOnWriteArrayList<>();
  final List<LogStream> recoveries = new CopyOnWriteArrayList<>();
  private final List<Process> processes = new ArrayList<>();
  Pump pump;

  PumpRig(Path directory) throws IOException {
    this.directory = directory;
    pump = started();
  }

  private Pump started() throws IOException {
    Pump made = new Pump(this, ZoneId.of("UTC"));
    made.start();
    return made;
  }

  /** Another pump on the same files, as after a restart. */
  void restart() throws IOException {
    pump.close();
    pump = started();
  }

  StreamSpec spec(String name, LogFormat format, Rotation rotation) {
    return spec(directory, name, format, rotation, OnFull.BLOCK);
  }

  static StreamSpec spec(
      Path directory, String name, LogFormat format, Rotation rotation, OnFull onFull) {
    return new StreamSpec(
        name,
        1,
        Std.OUT,
        directory.resolve("run").resolve(name + ".fifo"),
        directory.resolve("spool"),
        directory.resolve("logs").resolve(name + ".log"),
        format,
        LineLook.PLAIN,
        rotation,
        onFull,
        SyslogSpec.NONE);
  }

  LogStream attach(String name, LogFormat format) throws IOException {
    return pump.attach(spec(name, format, NEVER));
  }

  /**
   * A shell whose output is the FIFO, opened for reading and writing as children of Reeve get it.
   */
  Process shell(StreamSpec spec, String script) throws IOException {
    Process process = shellOf(spec, script);
    processes.add(process);
    return process;
  }

  static Process shellOf(StreamSpec spec, String script) throws IOException {
    return new ProcessBuilder("sh", "-c", "exec 1<>\"$0\"; " + script, spec.fifo().toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Runs a shell to its end and waits until its output is in the file. */
  void run(LogStream stream, String script) throws Exception {
    Process process = shell(stream.spec(), script);
    assertThat(process.waitFor()).isZero();
    assertThat(stream.drained(Duration.ofSeconds(30))).isTrue();
  }

  /** Writes from this process, and waits until it is in the file. */
  void write(LogStream stream, byte[]... pieces) throws Exception {
    try (Fd fd = stream.openForChild();
        Arena arena = Arena.ofConfined()) {
      for (byte[] piece : pieces) {
        put(fd, arena, piece);
        assertThat(stream.drained(Duration.ofSeconds(30))).isTrue();
      }
    }
    assertThat(stream.drained(Duration.ofSeconds(30))).isTrue();
  }

  static void put(Fd fd, Arena arena, byte[] bytes) throws IOException {
    MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
    long done = 0;
    while (done < bytes.length) {
      done += fd.write(memory, done, bytes.length - done);
    }
  }

  /** Both ends of a FIFO, held open like a service does. */
  static Fd hold(StreamSpec spec) throws IOException {
    return Fifo.openReadWrite(spec.fifo());
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  /** The text of a file without the times at the beginning of its lines. */
  static String stripped(Path file) throws IOException {
    return Pattern.compile("^" + STAMP.pattern(), Pattern.MULTILINE)
        .matcher(text(file))
        .replaceAll("");
  }

  /** Everything of a log, the oldest file first. */
  static byte[] everything(Path file) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Shelf.Aside aside : new Shelf(file).asides().reversed()) {
      try (InputStream raw = Files.newInputStream(aside.path());
          InputStream in = aside.compressed() ? new GZIPInputStream(raw) : raw) {
        in.transferTo(all);
      }
    }
    all.write(Files.readAllBytes(file));
    return all.toByteArray();
  }

  @Override
  public void trouble(LogStream stream, String reason) {
    troubles.add(stream + ": " + reason);
  }

  @Override
  public void recovered(LogStream stream) {
    recoveries.add(stream);
  }

  @Override
  public void close() {
    pump.close();
    for (Process process : processes) {
      process.destroyForcibly().onExit().join();
    }
  }
}
