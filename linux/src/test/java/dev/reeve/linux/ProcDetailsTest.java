package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcDetailsTest {
  @TempDir Path directory;

  @Test
  void filesAndMemoryOfAProcessAreSeen() throws IOException {
    try (Run run = Run.sh(directory, "exec sleep 100")) {
      await().until(() -> ProcTable.stat(run.pid()).orElseThrow().comm().equals("sleep"));
      ProcDetails details = ProcDetails.of(run.pid());
      assertThat(details.openFiles()).isEqualTo(3);
      assertThat(details.pssBytes())
          .isBetween(10_000L, ProcTable.stat(run.pid()).orElseThrow().rssBytes() + 100_000);
    }
  }

  @Test
  void whatWasWrittenIsCounted() throws IOException {
    ProcDetails before = ProcDetails.of(ProcessIdentity.current().pid());
    java.nio.file.Files.write(directory.resolve("file"), new byte[1 << 20]);
    ProcDetails after = ProcDetails.of(ProcessIdentity.current().pid());
    assertThat(after.writtenBytes()).isGreaterThanOrEqualTo(before.writtenBytes());
    assertThat(after.readBytes()).isGreaterThanOrEqualTo(before.readBytes());
  }

  @Test
  void whoIsGoneHasNothing() throws IOException {
    assertThat(ProcDetails.of(999_999_999)).isEqualTo(new ProcDetails(0, 0, 0, 0));
  }
}
