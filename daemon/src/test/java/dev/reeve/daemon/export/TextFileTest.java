package dev.reeve.daemon.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
  @TempDir Path folder;
  private final List<String> notes = new ArrayList<>();

  private TextFile file(Path path) {
    return new TextFile(path, (event, reason) -> notes.add(event + ": " + reason));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theFileIsReplacedAsAWholeAndReadableForAll() throws IOException {
    Path path = folder.resolve("reeve.prom");
    TextFile file = file(path);
    file.write(bytes("one\n"));
    Object first = Files.readAttributes(path, "unix:ino").get("ino");
    file.write(bytes("two\n"));
    assertThat(path).hasContent("two\n");
    assertThat(Files.readAttributes(path, "unix:ino").get("ino")).isNotEqualTo(first);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-r--r--");
    assertThat(folder.toFile().list()).containsExactly("reeve.prom");
  }

  @Test
  void aLinkThatLiesInWaitIsNotFollowed() throws IOException {
    Path victim = Files.writeString(folder.resolve("victim"), "mine");
    Files.createSymbolicLink(folder.resolve("reeve.prom.tmp"), victim);
    Path path = folder.resolve("reeve.prom");
    Files.createSymbolicLink(path, victim);
    file(path).write(bytes("one\n"));
    assertThat(victim).hasContent("mine");
    assertThat(path).isRegularFile().hasContent("one\n");
    assertThat(Files.isSymbolicLink(path)).isFalse();
    assertThat(notes).isEmpty();
  }

  @Test
  void whatCannotBeWrittenIsSaidOnceAndThatItCanAgain() throws IOException {
    Path path = folder.resolve("later/reeve.prom");
    TextFile file = file(path);
    file.write(bytes("one\n"));
    file.write(bytes("two\n"));
    assertThat(notes)
        .containsExactly(
            "metrics-trouble: cannot write metrics to " + path + ": no such file or directory");
    Files.createDirectory(folder.resolve("later"));
    file.write(bytes("three\n"));
    assertThat(notes)
        .hasSize(2)
        .last()
        .isEqualTo("metrics-recovered: metrics are written to " + path + " again");
    assertThat(path).hasContent("three\n");
  }
}
