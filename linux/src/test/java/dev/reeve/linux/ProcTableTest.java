package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcTableTest {
  @TempDir Path directory;

  @Test
  void aProcessWithAHostileNameIsReadRight() throws IOException {
    Path program = directory.resolve("a) Z 1 (b ü");
    Files.copy(Path.of("/bin/sleep"), program);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    try (Run run = Run.program(directory, program.toString(), "100")) {
      await().until(() -> ProcTable.stat(run.pid()).orElseThrow().state() == 'S');
      ProcStat stat = ProcTable.stat(run.pid()).orElseThrow();
      assertThat(stat.comm()).isEqualTo("a) Z 1 (b ü");
      assertThat(stat.pid()).isEqualTo(run.pid());
      assertThat(stat.ppid()).isEqualTo(ProcessIdentity.current().pid());
      assertThat(stat.threads()).isOne();
      assertThat(stat.ended()).isFalse();
    }
  }

  @Test
  void timesAndMemoryAreThoseOfTheProcess() throws IOException {
    long before = System.currentTimeMillis();
    try (Run run = Run.sh(directory, "while :; do :; done")) {
      await().until(() -> ProcTable.stat(run.pid()).orElseThrow().userTicks() > 2);
      ProcStat stat = ProcTable.stat(run.pid()).orElseThrow();
      assertThat(stat.rssBytes()).isBetween(100_000L, 100_000_000L);
      assertThat(stat.state()).isEqualTo('R');
      long started =
          ProcTable.bootTimeMillis() + stat.startTicks() * 1000 / ProcTable.ticksPerSecond();
      assertThat(started).isBetween(before - 1000, System.currentTimeMillis() + 1000);
    }
    assertThat(ProcTable.ticksPerSecond()).isEqualTo(100);
    assertThat(ProcTable.pageSize()).isIn(4096L, 16_384L, 65_536L);
  }

  @Test
  void everyProcessIsListedAndItselfToo() throws IOException {
    int self = ProcessIdentity.current().pid();
    List<Integer> all = ProcTable.all().stream().map(ProcStat::pid).toList();
    assertThat(all).contains(1, self).doesNotHaveDuplicates();
    for (int pid : all) {
      assertThat(pid).isPositive();
    }
  }

  @Test
  void childrenOfEveryThreadAreListed() throws Exception {
    int self = ProcessIdentity.current().pid();
    Run[] runs = new Run[2];
    Thread other =
        Thread.ofPlatform()
            .start(() -> {
              try {
                runs[1] = Run.program(directory, "/bin/sleep", "100");
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    runs[0] = Run.program(directory, "/bin/sleep", "100");
    other.join();
    try (Run one = runs[0];
        Run two = runs[1]) {
      assertThat(ProcTable.children(self)).contains(one.pid(), two.pid());
      assertThat(ProcTable.children(one.pid())).isEmpty();
    }
  }

  @Test
  void theEnvironmentIsReadWholeAndByName() throws IOException {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      environment.put("NAME_" + i, "ü".repeat(i));
    }
    environment.put("LINES", "a\nb=c\n");
    environment.put("NONE", "");
    try (Run run = Run.program(directory, environment, "/bin/sleep", "100")) {
      environment.put(Kin.MARKER, run.marker);
      // While a program is being loaded the kernel shows none.
      await().until(() -> !ProcTable.environ(run.pid()).orElseThrow().isEmpty());
      assertThat(ProcTable.environ(run.pid())).contains(environment);
      assertThat(ProcTable.environValue(run.pid(), Kin.MARKER)).contains(run.marker);
      assertThat(ProcTable.environValue(run.pid(), "NAME_299")).contains("ü".repeat(299));
      assertThat(ProcTable.environValue(run.pid(), "NONE")).contains("");
      assertThat(ProcTable.environValue(run.pid(), "NAME")).isEmpty();
      assertThat(ProcTable.environValue(run.pid(), "AME_1")).isEmpty();
      assertThat(ProcTable.environValue(run.pid(), "REEVE_INSTANCE_")).isEmpty();
    }
  }

  @Test
  void theArgumentsAreRead() throws IOException {
    try (Run run = Run.program(directory, "/bin/sh", "-c", "kill -STOP $$", "", "a b", "", "ü\n")) {
      await().until(() -> !ProcTable.cmdline(run.pid()).isEmpty());
      assertThat(ProcTable.cmdline(run.pid()))
          .containsExactly("/bin/sh", "-c", "kill -STOP $$", "", "a b", "", "ü\n");
    }
    assertThat(ProcTable.cmdline(2)).isEmpty();
  }

  @Test
  void whatIsGoneIsAbsent() throws IOException {
    int gone;
    try (Run run = Run.program(directory, "/bin/true")) {
      gone = run.pid();
    }
    assertThat(ProcTable.stat(gone)).isEmpty();
    assertThat(ProcTable.environ(gone)).isEmpty();
    assertThat(ProcTable.environValue(gone, "PATH")).isEmpty();
    assertThat(ProcTable.cmdline(gone)).isEmpty();
    assertThat(ProcTable.children(gone)).isEmpty();
  }

  @Test
  void notBeingAbleToLookIsAnErrorAndNoAbsence() throws Exception {
    Process process = TestJvm.start(OutOfDescriptors.class).redirectErrorStream(true).start();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("open(/proc/self/stat): Too many open files (EMFILE)\n");
  }

  /** Looks for itself with no descriptor left. */
  static final class OutOfDescriptors {
    public static void main(String[] arguments) throws Exception {
      ProcessIdentity self = ProcessIdentity.current();
      LinuxException warmUp = new LinuxException("x", Errno.EMFILE);
      String limit = "--nofile=64:64";
      new ProcessBuilder("prlimit", limit, "--pid", "" + self.pid()).inheritIO().start().waitFor();
      try {
        while (warmUp.is(Errno.EMFILE)) {
          Fd.open(Path.of("/dev/null"), OpenFlags.O_RDONLY, 0);
        }
      } catch (LinuxException full) {
        try {
          System.out.println("alive: " + self.alive());
        } catch (LinuxException e) {
          System.out.println(e.getMessage().replace("/proc/" + self.pid(), "/proc/self"));
        }
      }
    }
  }

  @Test
  void theNameOfTheProcessCanBeSet() throws IOException {
    int self = ProcessIdentity.current().pid();
    String former = ProcTable.stat(self).orElseThrow().comm();
    try {
      ProcessName.set("reeve test");
      assertThat(ProcTable.stat(self).orElseThrow().comm()).isEqualTo("reeve test");
    } finally {
      ProcessName.set(former);
    }
  }
}
