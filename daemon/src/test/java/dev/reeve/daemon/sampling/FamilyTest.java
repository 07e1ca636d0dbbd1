package dev.reeve.daemon.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.reeve.linux.LinuxException;
import dev.reeve.linux.ProcStat;
import dev.reeve.linux.ProcTable;
import dev.reeve.linux.ProcUse;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FamilyTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long BOOT = 1_000_000;

  /**
   * Started so many ticks after {@link #BOOT}, with so much processor time of its own and others.
   */
  private static ProcStat stat(int pid, long start, long own, long waited) {
    return new ProcStat(pid, 1, pid, pid, 'S', BOOT + start, own, 0, waited, 1 << 20, 1, "program");
  }

  private static long nanos(long ticks) {
    return (BOOT + ticks) * SECOND / ProcTable.ticksPerSecond();
  }

  @Test
  void theFirstIntervalIsItsLifeAndEachFurtherOneIsItsOwn() {
    Family family = new Family(1, 10, BOOT);
    family.scanned(List.of(stat(10, 0, 50, 0)), nanos(100));
    assertThat(family.percent(nanos(100))).isEqualTo(50, within(0.1));
    family.point(nanos(100));
    family.scanned(List.of(stat(10, 0, 250, 0)), nanos(300));
    assertThat(family.percent(nanos(300))).as("until the next point").isEqualTo(50, within(0.1));
    family.point(nanos(300));
    assertThat(family.percent(nanos(300))).isEqualTo(100, within(0.1));
    assertThat(family.memoryBytes()).isEqualTo(1 << 20);
  }

  @Test
  void whatAChildUsedIsCountedOnceWhenItsParentWaitsForIt() {
    Family family = new Family(1, 10, BOOT);
    family.scanned(List.of(stat(10, 0, 0, 0), stat(11, 0, 100, 0)), nanos(200));
    family.point(nanos(200));
    family.scanned(List.of(stat(10, 0, 0, 150)), nanos(300));
    family.point(nanos(300));
    assertThat(family.percentOfPoint()).isEqualTo(50, within(0.1));
  }

  @Test
  void whatAShortLivedChildUsedBetweenTwoLooksIsCounted() {
    Family family = new Family(1, 10, BOOT);
    family.scanned(List.of(stat(10, 0, 0, 0)), nanos(200));
    family.point(nanos(200));
    family.scanned(List.of(stat(10, 0, 0, 80)), nanos(300));
    family.point(nanos(300));
    assertThat(family.percentOfPoint()).isEqualTo(80, within(0.1));
  }

  @Test
  void aProcessThatIsFoundLateMakesNoPeakOfItsPast() {
    Family family = new Family(1, 10, BOOT);
    family.scanned(List.of(stat(10, 0, 0, 0)), nanos(200));
    family.point(nanos(200));
    family.scanned(List.of(stat(10, 0, 0, 0), stat(11, 50, 5000, 0)), nanos(300));
    family.point(nanos(300));
    assertThat(family.percentOfPoint()).isZero();
    family.scanned(List.of(stat(10, 0, 0, 0), stat(11, 50, 5010, 0)), nanos(400));
    family.point(nanos(400));
    assertThat(family.percentOfPoint()).isEqualTo(10, within(0.1));
  }

  @Test
  void whoGoesTakesNothingFromTheOthers() {
    Family family = new Family(1, 10, BOOT);
    family.scanned(List.of(stat(10, 0, 10, 0), stat(11, 0, 5000, 0)), nanos(200));
    family.point(nanos(200));
    family.scanned(List.of(stat(10, 0, 40, 0)), nanos(300));
    family.point(nanos(300));
    assertThat(family.percentOfPoint()).isEqualTo(30, within(0.1));
  }

  @Test
  void aRealProcessAndItsEndAreSeen() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
    try {
      int pid = (int) process.pid();
      ProcStat stat = ProcTable.stat(pid).orElseThrow();
      Family family = new Family(1, pid, stat.startTicks());
      ProcUse use = new ProcUse();
      await()
          .until(() -> {
            family.look(use, now(stat, 100));
            return family.percent(now(stat, 100)) > 5;
          });
      assertThat(family.memoryBytes()).isBetween(100_000L, 100_000_000L);
      process.destroyForcibly().waitFor();
      family.look(use, now(stat, 200));
      assertThat(family.memoryBytes()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private static long now(ProcStat stat, long ticksAfter) throws LinuxException {
    return (stat.startTicks() + ticksAfter) * SECOND / ProcTable.ticksPerSecond();
  }
}
