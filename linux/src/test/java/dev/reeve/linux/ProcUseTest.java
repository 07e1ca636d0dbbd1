package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcUseTest {
  @TempDir Path directory;

  @Test
  void itAgreesWithTheWholeRecord() throws IOException {
    Path program = directory.resolve("a) Z 1 (b");
    Files.copy(Path.of("/bin/sleep"), program);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    ProcUse use = new ProcUse();
    try (Run run = Run.program(directory, program.toString(), "100")) {
      await().until(() -> ProcTable.stat(run.pid()).orElseThrow().state() == 'S');
      ProcStat stat = ProcTable.stat(run.pid()).orElseThrow();
      assertThat(use.look(run.pid())).isTrue();
      assertThat(use.startTicks()).isEqualTo(stat.startTicks());
      assertThat(use.ownTicks()).isEqualTo(stat.userTicks() + stat.systemTicks());
      assertThat(use.rssBytes()).isEqualTo(stat.rssBytes()).isPositive();
      assertThat(use.ended()).isFalse();
    }
    assertThat(use.look(999_999_999)).isFalse();
  }

  @Test
  void timeOfChildrenThatWereWaitedForIsSeen() throws IOException {
    String burn = "i=0; while [ $i -lt 60000 ]; do i=$((i+1)); done";
    try (Run run =
        Run.sh(directory, "sh -c '" + burn + "'; sh -c '" + burn + "'; exec sleep 100")) {
      ProcUse use = new ProcUse();
      await().until(() -> use.look(run.pid()) && use.waitedTicks() > 0);
      assertThat(ProcTable.stat(run.pid()).orElseThrow().waitedTicks())
          .isGreaterThanOrEqualTo(use.waitedTicks());
    }
  }

  @Test
  void clocksGoForward() throws IOException {
    long boot = Clock.bootNanos();
    long own = Clock.threadNanos();
    assertThat(own).isPositive();
    assertThat(Clock.bootNanos()).isGreaterThan(boot).isGreaterThan(own);
    assertThat(Clock.threadNanos()).isGreaterThanOrEqualTo(own);
  }
}
