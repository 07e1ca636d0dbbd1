package dev.reeve.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Which start of the machine this is, see random(4). */
final class Boot {
  /** The same as long as the machine runs. */
  static final long ID = read();

  private Boot() {}

  private static long read() {
    try {
      String id = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return UUID.fromString(id).getMostSignificantBits();
    } catch (IOException | IllegalArgumentException unknown) {
      // Without /proc every start looks like the same one.
      return 0;
    }
  }
}
