package dev.reeve.daemon.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.engine.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleFileTest {
  private static final long MINUTE = 60_000;

  /** A full minute in 2026. */
  private static final long T = 1_795_000_020_000L / MINUTE * MINUTE;

  @TempDir Path folder;

  private Path path() {
    return folder.resolve("samples");
  }

  private static void look(SampleFile file, long at, int service, int cpu, long memory)
      throws IOException {
    file.begin(at);
    put(file, service, "s" + service, cpu, memory);
    file.commit();
  }

  private static void put(SampleFile file, int service, String name, int cpu, long memory)
      throws IOException {
    file.put(file.slot(service, 1, name), cpu, memory, 7, 3, State.RUNNING);
  }

  private static List<Point> fine(SampleFile file, int service, long to) throws IOException {
    return file.read(service, 1, Ring.FINE, to - Ring.FINE.spanMillis(), to);
  }

  private static List<Point> coarse(SampleFile file, int service, long to) throws IOException {
    return file.read(service, 1, Ring.COARSE, to - Ring.COARSE.spanMillis(), to);
  }

  @Test
  void whatWasSeenIsThereForTheNextDaemon() throws IOException {
    try (SampleFile file = SampleFile.open(path())) {
      look(file, T, 4, 125, 40 << 20);
      look(file, T + 2000, 4, 250, 50 << 20);
    }
    try (SampleFile file = SampleFile.open(path())) {
      assertThat(file.complaint()).isEmpty();
      assertThat(fine(file, 4, T + 3000))
          .containsExactly(
              new Point(T, 125, 40 << 20, 7, 3, State.RUNNING),
              new Point(T + 2000, 250, 50 << 20, 7, 3, State.RUNNING));
      assertThat(fine(file, 5, T + 3000)).isEmpty();
    }
  }

  @Test
  void aMinuteHasTheMeanOfTheCpuAndTheMostOfTheMemory() throws IOException {
    try (SampleFile file = SampleFile.open(path())) {
      look(file, T, 0, 100, 10 << 20);
      look(file, T + 2000, 0, 200, 90 << 20);
      look(file, T + 4000, 0, 600, 20 << 20);
      look(file, T + MINUTE, 0, 50, 5 << 20);
      assertThat(coarse(file, 0, T + MINUTE))
          .containsExactly(
              new Point(T, 300, 90 << 20, 7, 3, State.RUNNING),
              new Point(T + MINUTE, 50, 5 << 20, 7, 3, State.RUNNING));
    }
  }

  @Test
  void theFileKeepsItsSizeAndTheLastEighteenHours() throws IOException {
    try (SampleFile file = SampleFile.open(path())) {
      look(file, T, 0, 1, 1024);
      long size = file.size();
      int minutes = 2 * Ring.COARSE.points();
      for (int i = 0; i <= minutes; i++) {
        look(file, T + i * MINUTE, 0, i, 1024);
      }
      assertThat(file.size()).isEqualTo(size).isEqualTo(Files.size(path()));
      List<Point> points = coarse(file, 0, T + minutes * MINUTE);
      assertThat(points).hasSize(Ring.COARSE.points());
      assertThat(points.getFirst().cpuPermille()).isEqualTo(minutes - Ring.COARSE.points() + 1);
      assertThat(points.getLast().cpuPermille()).isEqualTo(minutes);
    }
  }

  @Test
  void aHundredInstancesTakeLessThanFiveMegabytes() throws IOException {
    try (SampleFile file = SampleFile.open(path())) {
      file.begin(T);
      for (int i = 0; i < 100; i++) {
        put(file, i, "s" + i, i, i << 20);
      }
      file.commit();
      assertThat(Files.size(path())).isEqualTo(file.size()).isLessThan(5_000_000);
      for (int i = 0; i < 100; i++) {
        assertThat(fine(file, i, T))
            .containsExactly(new Point(T, i, (long) i << 20, 7, 3, State.RUNNING));
      }
    }
  }

  @Test
  void theSlotOfADeletedServiceIsUsedAgainAndTellsNothingOfIt() throws IOException {
    try (SampleFile file = SampleFile.open(path())) {
      for (int i = 0; i < 2000; i++) {
        look(file, T + i * 2000L, i, i, 1024); // each look another service
      }
      assertThat(file.size()).isEqualTo(SampleFile.HEADER + SampleFile.CHUNK);
      long now = T + 1999 * 2000L;
      assertThat(fine(file, 1999, now)).hasSize(1);
      assertThat(coarse(file, 1999, now)).hasSize(1);
      assertThat(fine(file, 3, now)).isEmpty();
    }
  }

  @Test
  void aRenamedServiceKeepsItsHistory() throws IOException {
    try (SampleFile file = SampleFile.open(path())) {
      look(file, T, 1, 10, 1024);
      file.begin(T + 2000);
      put(file, 1, "other", 20, 1024);
      file.commit();
    }
    try (SampleFile file = SampleFile.open(path())) {
      file.begin(T + 4000);
      put(file, 1, "other", 30, 1024);
      file.commit();
      assertThat(fine(file, 1, T + 4000))
          .extracting(Point::cpuPermille)
          .containsExactly(10, 20, 30);
    }
  }

  @Test
  void aStrangerWithTheIdOfAnEarlierServiceHasNoHistory() throws IOException {
    try (SampleFile file = SampleFile.open(path())) {
      look(file, T, 1, 10, 1024);
    }
    // As after a state that was lost: ids begin anew.
    try (SampleFile file = SampleFile.open(path())) {
      file.begin(T + 2000);
      put(file, 1, "stranger", 20, 1024);
      file.commit();
      file.begin(T + 4000);
      put(file, 1, "stranger", 30, 1024);
      file.commit();
      assertThat(fine(file, 1, T + 4000)).extracting(Point::cpuPermille).containsExactly(20, 30);
    }
  }

  @Test
  void aClockThatIsSetBackHarmsNothing() throws IOException {
    try (SampleFile file = SampleFile.open(path())) {
      look(file, T, 1, 10, 1024);
      look(file, T - 3_600_000, 1, 20, 1024);
      look(file, T - 3_598_000, 1, 30, 1024);
      assertThat(fine(file, 1, T - 3_598_000))
          .extracting(Point::cpuPermille)
          .containsExactly(20, 30);
    }
  }

  @Test
  void aFileCutAtAnyLengthHindersNoStart() throws IOException {
    byte[] whole = written();
    List<Integer> lengths = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      lengths.add(i);
    }
    for (int edge : new int[] {SampleFile.HEADER, SampleFile.HEADER + 1024, whole.length}) {
      for (int length = edge - 3; length <= Math.min(edge + 3, whole.length); length++) {
        lengths.add(length);
      }
    }
    new Random(1).ints(60, 0, whole.length).forEach(lengths::add);
    for (int length : lengths) {
      Files.write(path(), Arrays.copyOf(whole, length));
      try (SampleFile file = SampleFile.open(path())) {
        boolean good = length == whole.length || length == SampleFile.HEADER;
        assertThat(file.complaint().isEmpty()).as("%d bytes", length).isEqualTo(good);
        look(file, T + 10_000, 4, 9, 1024);
        assertThat(fine(file, 4, T + 10_000).getLast().cpuPermille()).isEqualTo(9);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 11, 15, 19, 23, 31, 43, 47})
  void aFileWithOtherFirstBytesIsPutAside(int at) throws IOException {
    byte[] bytes = written();
    bytes[at] ^= 0x10;
    Files.write(path(), bytes);
    try (SampleFile file = SampleFile.open(path())) {
      assertThat(file.complaint())
          .startsWith(path() + " is damaged (")
          .endsWith("; it is now " + path() + ".damaged");
      assertThat(fine(file, 4, T)).isEmpty();
    }
    assertThat(folder.resolve("samples.damaged")).hasBinaryContent(bytes);
  }

  @Test
  void garbageBehindAGoodHeaderIsNoPoint() throws IOException {
    byte[] bytes = written();
    Random random = new Random(7);
    byte[] garbage = new byte[bytes.length - SampleFile.HEADER];
    for (int round = 0; round < 5; round++) {
      random.nextBytes(garbage);
      System.arraycopy(garbage, 0, bytes, SampleFile.HEADER, garbage.length);
      Files.write(path(), bytes);
      try (SampleFile file = SampleFile.open(path())) {
        for (int slot = 0; slot < SampleFile.SLOTS; slot++) {
          assertThat(file.read(slot, Ring.COARSE, 0, T)).isEmpty();
        }
        look(file, T, 4, 9, 1024);
        assertThat(fine(file, 4, T)).extracting(Point::cpuPermille).containsExactly(9);
      }
    }
  }

  @Test
  void aHalfWrittenCellIsNoPoint() throws IOException {
    try (SampleFile file = SampleFile.open(path())) {
      look(file, T, 4, 9, 1024);
      long row = (long) SampleFile.HEADER + SampleFile.SLOTS * 32;
      row += (long) Ring.FINE.index(T) * SampleFile.ROW;
      try (FileChannel channel = FileChannel.open(path(), StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.allocate(SampleFile.ROW - 8), row + 8);
      }
      assertThat(fine(file, 4, T)).isEmpty();
    }
  }

  private byte[] written() throws IOException {
    try (SampleFile file = SampleFile.open(path())) {
      look(file, T, 4, 125, 40 << 20);
    }
    return Files.readAllBytes(path());
  }
}
