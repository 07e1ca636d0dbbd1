package dev.reeve.daemon.supervisor;

import dev.reeve.daemon.diagnosis.Errand;
import dev.reeve.daemon.diagnosis.Scene;
import dev.reeve.linux.Child;
import dev.reeve.linux.Epoll;
import dev.reeve.linux.ExitStatus;
import dev.reeve.linux.Fd;
import dev.reeve.linux.Kin;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.OpenFlags;
import dev.reeve.linux.Pipe;
import dev.reeve.linux.Roundup;
import java.io.ByteArrayOutputStream;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs short commands as services would run: with their user, folder, environment and sandbox, but
 * a few seconds at most, with little to read from them, and nothing left of them afterwards.
 */
final class Errands {
  private static final System.Logger LOG = System.getLogger(Errands.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final int LONGEST_OUTPUT = 64 << 10;
  private static final int AT_ONCE = 4;
  private static final long ENDED = 1;
  private static final long OUTPUT = 2;
  private static final Path NULL = Path.of("/dev/null");

  private final AtomicLong last = new AtomicLong();
  private final Semaphore slots = new Semaphore(AT_ONCE);
  private final Path home;
  private final Launcher launcher;

  Errands(Path home, Launcher launcher) {
    this.home = home;
    this.launcher = launcher;
  }

  /** As this service. */
  Errand of(Scene scene) {
    return words -> {
      slots.acquire();
      try {
        return onOwnThread(scene, words);
      } finally {
        slots.release();
      }
    };
  }

  /** To wait for a process keeps a thread, which must not be one that others share. */
  private Optional<String> onOwnThread(Scene scene, List<String> words)
      throws InterruptedException {
    FutureTask<Optional<String>> task = new FutureTask<>(() -> run(scene, words));
    Thread.ofPlatform().name("reeve-errand").daemon().start(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      LOG.log(Level.DEBUG, "cannot run " + words.getFirst(), e.getCause());
      return Optional.empty();
    }
  }

  private Optional<String> run(Scene scene, List<String> words) throws LinuxException, Refusal {
    // Not of any instance: a new daemon must not take it for one.
    String marker = "errand:" + home + "/" + last.incrementAndGet();
    try (Pipe pipe = Pipe.open();
        Fd err = Fd.open(NULL, OpenFlags.O_RDWR, 0)) {
      Child child = launcher.tool(scene, words, marker, pipe.writer(), err);
      pipe.writer().close();
      try {
        String output = read(pipe.reader(), child);
        Optional<ExitStatus> status = child.pidfd().reap();
        boolean ok = status.filter(new ExitStatus.Exited(0)::equals).isPresent();
        return ok ? Optional.of(output) : Optional.empty();
      } finally {
        end(child, marker);
      }
    }
  }

  /** What comes until the process ends or the time is over; what is too much is thrown away. */
  private static String read(Fd reader, Child child) throws LinuxException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (Epoll epoll = new Epoll();
        Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(8192);
      epoll.add(child.pidfd().fd(), Epoll.IN, ENDED);
      epoll.add(reader, Epoll.IN, OUTPUT);
      Waiting waiting = new Waiting();
      for (long left = PATIENCE.toMillis();
          left > 0 && !waiting.over;
          left = (deadline - System.nanoTime()) / 1_000_000) {
        waiting.ended = false;
        waiting.readable = false;
        epoll.await(left, waiting::ready);
        if (waiting.readable) {
          long count = reader.read(buffer, 0, buffer.byteSize());
          int room = LONGEST_OUTPUT - output.size();
          byte[] bytes =
              buffer
                  .asSlice(0, Math.clamp(count, 0, Math.max(0, room)))
                  .toArray(ValueLayout.JAVA_BYTE);
          output.write(bytes, 0, bytes.length);
          if (count == 0) {
            epoll.remove(reader);
          }
        }
        waiting.over = waiting.ended && !waiting.readable;
      }
    }
    return output.toString(StandardCharsets.UTF_8);
  }

  private static final class Waiting {
    private boolean ended;
    private boolean readable;
    private boolean over;

    private void ready(long token, int events) {
      ended |= token == ENDED;
      readable |= token == OUTPUT;
    }
  }

  /** Kills what is left: itself if it is late, and whatever it has started. */
  private static void end(Child child, String marker) throws LinuxException {
    try {
      Roundup.kill(List.of(new Kin.Roots(List.of(child.identity()), marker)), Set.of(), Kin::look);
      try (Epoll epoll = new Epoll()) {
        epoll.add(child.pidfd().fd(), Epoll.IN, ENDED);
        epoll.await(PATIENCE.toMillis(), (token, events) -> {});
      }
      var _ = child.pidfd().reap();
    } finally {
      child.pidfd().close();
    }
  }
}
