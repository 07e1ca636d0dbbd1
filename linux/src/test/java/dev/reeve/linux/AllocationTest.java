package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllocationTest {
  @TempDir Path directory;

  @Test
  void movingOutputAllocatesNothing() throws Exception {
    // In a JVM of its own with the compiler of the daemon, which removes no allocation by itself.
    // Its collector never collects, so that what was allocated is what is gone.
    List<String> command = TestJvm.command(Pump.class, directory.toString());
    command.addAll(1, List.of("-XX:+UnlockExperimentalVMOptions", "-XX:+UseEpsilonGC"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(output).startsWith("bytes per round: ");
    assertThat(Double.parseDouble(output.substring(17).strip())).isLessThan(8);
  }

  /** What a pump of output does, many times over. */
  static final class Pump {
    public static void main(String[] arguments) throws IOException {
      Path fifo = Path.of(arguments[0], "fifo");
      Fifo.create(fifo, 0600);
      int flags = OpenFlags.O_RDWR | OpenFlags.O_CREAT;
      try (Fd pipe = Fifo.openReadWrite(fifo);
          Fd reader = Fifo.openReader(fifo);
          Fd log = Fd.open(Path.of(arguments[0], "log"), flags, 0600);
          Epoll epoll = new Epoll();
          EventFd event = new EventFd();
          SharedWord word = SharedWord.open(Path.of(arguments[0], "word"));
          Arena arena = Arena.ofConfined()) {
        MemorySegment buffer = arena.allocate(4096);
        epoll.add(reader, Epoll.IN, 1);
        epoll.add(event.fd(), Epoll.IN, 2);
        long[] tokens = {0};
        Epoll.Ready sink = (token, events) -> tokens[0] += token;
        for (int i = 0; i < 20_000; i++) {
          round(pipe, reader, log, epoll, event, word, buffer, sink);
        }
        long before = Runtime.getRuntime().freeMemory();
        for (int i = 0; i < 20_000; i++) {
          round(pipe, reader, log, epoll, event, word, buffer, sink);
        }
        long after = Runtime.getRuntime().freeMemory();
        System.out.println("bytes per round: " + (before - after) / 20_000.0);
      }
    }

    private static void round(
        Fd pipe,
        Fd reader,
        Fd log,
        Epoll epoll,
        EventFd event,
        SharedWord word,
        MemorySegment buffer,
        Epoll.Ready sink)
        throws IOException {
      event.wake();
      pipe.write(buffer, 0, 100);
      epoll.await(0, sink);
      event.drain();
      int available = reader.available();
      reader.spliceTo(log, 0, 50);
      long count = reader.read(buffer, 0, available);
      log.pwrite(buffer, 0, count, 50);
      log.pread(buffer, 0, 100, 0);
      reader.read(buffer, 0, 100);
      word.set(word.get() + count);
    }
  }
}
