package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllocationTest {
  @TempDir Path directory;

  @Test
  void movingOutputAllocatesNothingButWhatTheJdkNeedsForACall() throws Exception {
    // In a JVM of its own with the compiler of the daemon, which removes no allocation by itself.
    // Its collector never collects, so that what was allocated is what is gone.
    List<String> command = TestJvm.command(Pump.class, directory.toString());
    command.addAll(
        1, List.of("-XX:+UnlockExperimentalVMOptions", "-XX:+UseEpsilonGC", "-XX:-UseTLAB"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    // Without the optimising compiler the JDK makes one object per call that keeps errno.
    Matcher numbers = Pattern.compile("bytes per call (\\d+), per round (\\d+)\n").matcher(output);
    assertThat(numbers.matches()).as(output).isTrue();
    long call = Long.parseLong(numbers.group(1));
    assertThat(call).isLessThanOrEqualTo(64);
    assertThat(Long.parseLong(numbers.group(2))).isLessThanOrEqualTo(Pump.CALLS * call);
  }

  /** What a pump of output does, many times over. */
  static final class Pump {
    static final int CALLS = 10;
    private static final int TURNS = 10_000;

    private interface Turn {
      void run() throws IOException;
    }

    private static long perTurn(Turn turn) throws IOException {
      for (int i = 0; i < TURNS; i++) {
        turn.run();
      }
      long before = Runtime.getRuntime().freeMemory();
      for (int i = 0; i < TURNS; i++) {
        turn.run();
      }
      return (before - Runtime.getRuntime().freeMemory()) / TURNS;
    }

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
        long call = perTurn(() -> Umask.set(Umask.set(0))) / 2;
        long round = perTurn(() -> round(pipe, reader, log, epoll, event, word, buffer, sink));
        System.out.println("bytes per call " + call + ", per round " + round);
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
