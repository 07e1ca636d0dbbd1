package dev.reeve.daemon.probe;

import dev.reeve.api.ApiException;
import dev.reeve.api.Wire;
import dev.reeve.core.spec.Probe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at files. Symbolic links are followed; one that leads nowhere does not exist. */
final class FileLook {
  private static final int MIB = 1 << 20;

  /** How much of a file is searched for a text. */
  static final int MOST_TEXT = 16 * MIB;

  /** The largest document that is read; as a tree it takes many times that. */
  static final int LARGEST_DOCUMENT = MIB;

  private static final int PIECE = 64 * 1024;

  private FileLook() {}

  static Answer exists(Path path) throws IOException {
    return attributes(path).isPresent() ? Answer.yes("exists") : Answer.no("no such file");
  }

  static Answer missing(Path path) throws IOException {
    return attributes(path).isPresent() ? Answer.no("exists") : Answer.yes("no such file");
  }

  private static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
    try {
      return Optional.of(Files.readAttributes(path, BasicFileAttributes.class));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Optional.empty();
    } catch (FileSystemException e) {
      if ("Not a directory".equals(e.getReason())) {
        return Optional.empty(); // a part of the path is a file
      }
      throw e;
    }
  }

  static Answer contains(Probe.Contains probe, DocumentReader yaml) throws IOException {
    Optional<BasicFileAttributes> attributes = attributes(probe.path());
    if (attributes.isEmpty()) {
      return Answer.no("no such file");
    }
    if (!attributes.get().isRegularFile()) {
      // Opening a pipe would wait for whoever writes to it.
      return Answer.no(attributes.get().isDirectory() ? "is a folder" : "is no regular file");
    }
    return switch (probe.format()) {
      case TEXT -> text(probe);
      case JSON -> document(probe, FileLook::json);
      case YAML -> document(probe, yaml);
    };
  }

  private static Answer text(Probe.Contains probe) throws IOException {
    byte[] wanted = probe.key().getBytes(StandardCharsets.UTF_8);
    byte[] buffer = new byte[PIECE + wanted.length];
    int kept = 0;
    long total = 0;
    try (InputStream in = Files.newInputStream(probe.path())) {
      while (total < MOST_TEXT) {
        int count = in.read(buffer, kept, (int) Math.min(PIECE, MOST_TEXT - total));
        if (count < 0) {
          return Answer.no("not found");
        }
        total += count;
        int length = kept + count;
        if (indexOf(buffer, length, wanted) >= 0) {
          return Answer.yes("found");
        }
        // The text may begin at the end of this piece.
        kept = Math.min(length, Math.max(0, wanted.length - 1));
        System.arraycopy(buffer, length - kept, buffer, 0, kept);
      }
    }
    return Answer.no("not found in the first " + MOST_TEXT / MIB + " MiB");
  }

  private static int indexOf(byte[] buffer, int length, byte[] wanted) {
    for (int at = 0; at <= length - wanted.length; at++) {
      int same = 0;
      while (same < wanted.length && buffer[at + same] == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return at;
      }
    }
    return -1;
  }

  private static Answer document(Probe.Contains probe, DocumentReader reader) throws IOException {
    JsonPath path;
    try {
      path = JsonPath.parse(probe.key());
    } catch (IllegalArgumentException e) {
      return Answer.no(String.valueOf(e.getMessage()));
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(probe.path())) {
      bytes = in.readNBytes(LARGEST_DOCUMENT + 1);
    }
    if (bytes.length > LARGEST_DOCUMENT) {
      return Answer.no("larger than " + LARGEST_DOCUMENT / MIB + " MiB");
    }
    Object tree = reader.read(new String(bytes, StandardCharsets.UTF_8));
    return path.first(tree).isPresent() ? Answer.yes("found") : Answer.no("not found");
  }

  /** A document may be any value, the reader of messages takes objects. */
  private static @Nullable Object json(String text) throws IOException {
    try {
      Map<String, Object> tree = Wire.readTree("{\"document\":[" + text + "\n]}");
      if (tree.size() == 1
          && tree.get("document") instanceof List<?> values
          && values.size() == 1) {
        return values.getFirst();
      }
    } catch (ApiException e) {
      throw new IOException("is not JSON", e);
    }
    throw new IOException("is not JSON");
  }
}
