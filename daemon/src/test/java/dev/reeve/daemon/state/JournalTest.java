package dev.reeve.daemon.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.EventItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  @TempDir Path folder;

  private static EventItem item(long seq, String service) {
    return new EventItem(
        "2026-11-20T22:31:23.000Z",
        seq,
        service,
        1,
        "exited",
        "exit \"3\"\n",
        "",
        Map.of("k", "v"));
  }

  private static List<Long> numbers(List<EventItem> items) {
    return items.stream().map(EventItem::seq).toList();
  }

  @Test
  void whatWasAppendedIsReadInOrder() throws IOException {
    try (Journal journal = new Journal(folder)) {
      journal.append(List.of(item(1, "api"), item(2, "web")));
      journal.append(List.of(item(3, "api")));
      assertThat(journal.read(i -> true, 10, 0, 3))
          .containsExactly(item(1, "api"), item(2, "web"), item(3, "api"));
      assertThat(numbers(journal.read(i -> i.service().equals("api"), 10, 0, 3)))
          .containsExactly(1L, 3L);
      assertThat(numbers(journal.read(i -> true, 2, 0, 3))).containsExactly(2L, 3L);
      assertThat(numbers(journal.read(i -> true, 10, 2, 3))).containsExactly(3L);
      assertThat(numbers(journal.read(i -> true, 10, 0, 2))).containsExactly(1L, 2L);
    }
  }

  @Test
  void numbersGoOnInTheNextDaemon() throws IOException {
    try (Journal journal = new Journal(folder)) {
      journal.append(List.of(item(1, "api")));
    }
    try (Journal journal = new Journal(folder)) {
      assertThat(journal.lastSeq()).isEqualTo(1);
    }
  }

  @Test
  void halfARecordIsCutOffAndTheNextOneIsWhole() throws IOException {
    Path file = folder.resolve("0000000000000001.ndjson");
    try (Journal journal = new Journal(folder)) {
      journal.append(List.of(item(1, "api")));
    }
    Files.writeString(file, "{\"crc\":\"1234\",\"ev", StandardOpenOption.APPEND);
    try (Journal journal = new Journal(folder)) {
      journal.append(List.of(item(2, "api")));
      assertThat(numbers(journal.read(i -> true, 10, 0, 2))).containsExactly(1L, 2L);
    }
  }

  @Test
  void aDamagedRecordIsLeftOutAndTheOthersHold() throws IOException {
    try (Journal journal = new Journal(folder)) {
      journal.append(List.of(item(1, "api"), item(2, "web"), item(3, "api")));
      Path file = folder.resolve("0000000000000001.ndjson");
      Files.writeString(file, Files.readString(file).replace("\"web\"", "\"wob\""));
      assertThat(numbers(journal.read(i -> true, 10, 0, 3))).containsExactly(1L, 3L);
    }
  }

  @Test
  void manyRecordsGoToSeveralFilesOfWhichTheOldestAreDeleted() throws IOException {
    String padding = "x".repeat(60_000);
    long seq = 0;
    try (Journal journal = new Journal(folder)) {
      for (int i = 0; i < 1500; i++) {
        seq++;
        journal.append(List.of(item(seq, padding)));
      }
      List<Long> last = numbers(journal.read(i -> true, 100, 0, seq));
      assertThat(last).hasSize(100).last().isEqualTo(1500L);
      try (var files = Files.list(folder)) {
        assertThat(files.count()).isBetween(2L, 16L);
      }
    }
    try (Journal journal = new Journal(folder)) {
      assertThat(journal.lastSeq()).isEqualTo(seq);
    }
  }
}
