package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FifoPathTest {
  private static final Path TMP = Path.of("/tmp");

  @ParameterizedTest
  @CsvSource({
    "/srv/app/procman.yaml, /tmp/procman-app-44c41279c5f97c85.fifo",
    "/procman.yaml, /tmp/procman-procman-8a6ae06df14b2715.fifo",
    "/home/user/my-project/procman.yaml, /tmp/procman-my-project-c4bc5f8ebbf41d39.fifo",
    "/tmp/x/y/z.yaml, /tmp/procman-y-be0a88e315b90b59.fifo",
  })
  void aFileHasTheFifoThatProcmanGivesIt(String file, String fifo) {
    assertThat(FifoPath.of(Path.of(file), TMP)).hasToString(fifo);
  }

  @Test
  void theFolderIsNamedByPlainLettersOnly() {
    Path long33 = Path.of("/a/ä b.c" + "x".repeat(40) + "/procman.yaml");
    assertThat(FifoPath.of(long33, TMP).getFileName().toString())
        .startsWith("procman-bc" + "x".repeat(30) + "-");
    assertThat(FifoPath.of(Path.of("/äöü/procman.yaml"), TMP).getFileName().toString())
        .startsWith("procman-procman-");
  }
}
