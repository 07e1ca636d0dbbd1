package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares output with files in {@code src/test/snapshots}. {@code -Dsnapshots.update=true} writes
 * them anew; look at what changed before you commit it.
 */
final class Snapshot {
  private static final Path FOLDER = Path.of("src/test/snapshots");

  private Snapshot() {}

  static void matches(String name, String text) throws IOException {
    Path file = FOLDER.resolve(name + ".txt");
    if (Boolean.getBoolean("snapshots.update")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, text);
    }
    assertThat(text).as(file.toString()).isEqualTo(Files.readString(file));
  }
}
