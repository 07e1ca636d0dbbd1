package dev.reeve.cli;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Where the FIFO of a configuration file is: {@code procman-FOLDER-HASH.fifo} in the folder for
 * temporary files, as procman 0.12 derives it, so that whatever writes there finds Reeve, too.
 */
final class FifoPath {
  private static final int LONGEST_FOLDER = 32;

  private FifoPath() {}

  /**
   * The FIFO of a file.
   *
   * @param file absolute and without symbolic links
   * @param folder where FIFOs are
   */
  static Path of(Path file, Path folder) {
    // At least eight digits; as a rule there are fifteen or sixteen.
    return folder.resolve("procman-%s-%08x.fifo".formatted(folderName(file), hash(file)));
  }

  private static String folderName(Path file) {
    Path parent = file.getParent();
    Path last = parent == null ? null : parent.getFileName();
    StringBuilder name = new StringBuilder();
    String text = last == null ? "" : last.toString();
    for (int i = 0; i < text.length() && name.length() < LONGEST_FOLDER; i++) {
      char c = text.charAt(i);
      boolean kept =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '-';
      if (kept) {
        name.append(c);
      }
    }
    return name.isEmpty() ? "procman" : name.toString();
  }

  /**
   * As Rust hashes a path: the bytes of its names without what separates them, and then a number
   * made of their lengths.
   */
  static long hash(Path file) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long lengths = 0;
    for (Path part : file) {
      byte[] name = part.toString().getBytes(StandardCharsets.UTF_8);
      lengths = Long.rotateRight(lengths + name.length, 2);
      bytes.writeBytes(name);
    }
    ByteBuffer end = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.writeBytes(end.putLong(lengths).array());
    return SipHash.of(bytes.toByteArray());
  }
}
