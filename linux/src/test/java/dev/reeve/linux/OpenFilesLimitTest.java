package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFilesLimitTest {
  @TempDir Path directory;

  @Test
  void aChildCanBeGivenALimitOfItsOwn() throws IOException {
    OpenFilesLimit own = OpenFilesLimit.of(ProcessIdentity.current().pid());
    assertThat(own.raised().soft()).isEqualTo(own.hard());
    Fifo.create(directory.resolve("go"), 0600);
    try (Run run = Run.sh(directory, "read x <go; ulimit -Sn; ulimit -Hn")) {
      assertThat(OpenFilesLimit.of(run.pid())).isEqualTo(own);
      new OpenFilesLimit(256, 512).apply(run.pid());
      assertThat(OpenFilesLimit.of(run.pid())).isEqualTo(new OpenFilesLimit(256, 512));
      java.nio.file.Files.writeString(directory.resolve("go"), "\n");
      run.end();
      assertThat(run.output()).isEqualTo("256\n512\n");
    }
    assertThat(OpenFilesLimit.of(ProcessIdentity.current().pid())).isEqualTo(own);
  }

  @Test
  void aProcessThatIsGoneHasNoLimit() throws IOException {
    int gone;
    try (Run run = Run.program(directory, "/bin/true")) {
      gone = run.pid();
    }
    assertThatThrownBy(() -> OpenFilesLimit.of(gone))
        .hasMessage("prlimit(pid " + gone + "): No such process (ESRCH)");
  }
}
