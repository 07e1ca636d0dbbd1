package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubreaperTest {
  @TempDir Path directory;

  @BeforeAll
  static void inherit() throws LinuxException {
    Subreaper.become();
  }

  @Test
  void aStrayIsReapedWithItsStatus() throws IOException {
    try (Run run = runWithStray()) {
      int stray = endStray(run);
      List<Subreaper.Reaped> reaped = new ArrayList<>();
      await()
          .until(() -> {
            reaped.addAll(Subreaper.reapStrays(pid -> false));
            return reaped.stream().anyMatch(r -> r.pid() == stray);
          });
      assertThat(reaped).contains(new Subreaper.Reaped(stray, new ExitStatus.Exited(5)));
      assertThat(ProcTable.stat(stray)).isEmpty();
    }
  }

  @Test
  void aStrayIsReapedThoughADeadMainLiesBeforeIt() throws IOException {
    try (Run main = Run.sh(directory, "exit 3");
        Run run = runWithStray()) {
      Run.awaitGone(main.pid());
      int stray = endStray(run);
      await()
          .until(() -> {
            var _ = Subreaper.reapStrays(pid -> false);
            return ProcTable.stat(stray).isEmpty();
          });
      assertThat(main.end()).as("its status is not stolen").isEqualTo(new ExitStatus.Exited(3));
    }
  }

  /** Its grandchild waits for the FIFO, so that its parent, which would reap it, is gone before. */
  private Run runWithStray() throws IOException {
    Fifo.create(directory.resolve("go"), 0600);
    return Run.sh(directory, "(sh -c 'read x <go; exit 5' & echo stray=$!); exec sleep 100");
  }

  private int endStray(Run run) throws IOException {
    int stray = run.number("stray");
    int self = ProcessIdentity.current().pid();
    await().until(() -> ProcTable.stat(stray).orElseThrow().ppid() == self);
    Files.writeString(directory.resolve("go"), "\n");
    return stray;
  }

  @Test
  void aProcessOfTheJdkIsSparedWhenItIsNamed() throws Exception {
    Process process = new ProcessBuilder("/bin/sh", "-c", "exit 6").start();
    for (int i = 0; i < 100; i++) {
      assertThat(Subreaper.reapStrays(pid -> pid == process.pid()))
          .noneMatch(reaped -> reaped.pid() == process.pid());
    }
    assertThat(process.waitFor()).isEqualTo(6);
  }

  @Test
  void aChildWhoseHandleIsClosedBecomesAStray() throws IOException {
    int pid;
    try (Fd out = Run.output(directory.resolve("out"))) {
      Launch launch =
          new Launch(
              Path.of("/bin/true"), List.of("true"), java.util.Map.of(), directory, null, out, out);
      Child child = Spawner.spawn(launch);
      pid = child.identity().pid();
      child.pidfd().close();
    }
    await()
        .until(() -> {
          var _ = Subreaper.reapStrays(p -> false);
          return ProcTable.stat(pid).isEmpty();
        });
  }

  @Test
  void reapingStraysNeverStealsTheStatusOfAChildThatIsJustBeingBorn() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    Future<?> reaper;
    try (ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread::new)) {
      reaper =
          threads.submit(() -> {
            while (!done.get()) {
              var _ = Subreaper.reapStrays(pid -> false);
            }
            return null;
          });
      List<Future<?>> spawners = new ArrayList<>();
      for (int thread = 0; thread < 3; thread++) {
        spawners.add(
            threads.submit(() -> {
              for (int i = 0; i < 100; i++) {
                try (Run run = Run.sh(directory, "exit 4")) {
                  assertThat(run.end()).isEqualTo(new ExitStatus.Exited(4));
                }
              }
              return null;
            }));
      }
      for (Future<?> spawner : spawners) {
        spawner.get();
      }
      done.set(true);
      reaper.get();
    }
  }

  @Test
  void theSignalOfAChildReapsStraysAndLeavesTheJdksProcessesAlone() throws Exception {
    // In a JVM of its own, as a handler of signals is for the whole JVM.
    Process process =
        TestJvm.start(SignalledReaper.class, directory.toString())
            .redirectErrorStream(true)
            .start();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(output).isEqualTo("strays 20, mains 20, jdk 6\n");
    assertThat(process.waitFor()).isZero();
  }

  /** Reaps at SIGCHLD only, while mains of its own and a process of the JDK end too. */
  static final class SignalledReaper {
    public static void main(String[] arguments) throws Exception {
      Path directory = Path.of(arguments[0]);
      Subreaper.become();
      AtomicInteger strays = new AtomicInteger();
      CompletableFuture<Long> jdk = new CompletableFuture<>();
      CountDownLatch all = new CountDownLatch(20);
      ChildSignal.onChild(() -> {
        try {
          long spared = jdk.getNow(-1L);
          for (var _ : Subreaper.reapStrays(pid -> pid == spared)) {
            strays.incrementAndGet();
            all.countDown();
          }
        } catch (LinuxException e) {
          System.out.println(e.getMessage());
        }
      });
      Process process = new ProcessBuilder("/bin/sh", "-c", "read x; exit 6").start();
      jdk.complete(process.pid());
      // Strays live until closing their run kills them.
      Fifo.create(directory.resolve("nobody-writes"), 0600);
      int mains = 0;
      for (int i = 0; i < 20; i++) {
        try (Run run = Run.sh(directory, "(sh -c 'read x <nobody-writes' &); exit 3")) {
          mains += run.end().equals(new ExitStatus.Exited(3)) ? 1 : 0;
        }
      }
      boolean complete = all.await(20, TimeUnit.SECONDS);
      process.getOutputStream().close();
      System.out.println(
          "strays "
              + strays
              + ", mains "
              + mains
              + ", jdk "
              + process.waitFor()
              + (complete ? "" : "!"));
    }
  }
}
