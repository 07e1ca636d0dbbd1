package dev.reeve.daemon.state;

import dev.reeve.api.ApiException;
import dev.reeve.api.Sealed;
import dev.reeve.api.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One JSON document on disk that is never lost: written beside the old one, synced, and put in its
 * place; the last {@value Sealed#GENERATIONS} are kept. Its last property is a checksum over
 * everything before it, so that half a file is known as such and an older generation is taken
 * instead.
 */
public final class StateFile {
  private static final int MAX_BYTES = 256 << 20;

  private final Path file;

  /** The file need not exist yet; its folder must. */
  public StateFile(Path file) {
    this.file = file;
  }

  /**
   * What was found.
   *
   * @param document the newest good one; empty if there never was any
   * @param complaints about files that are there but cannot be used
   */
  public record Loaded(Optional<Map<String, Object>> document, List<String> complaints) {}

  /** Reads the newest good generation. Bad ones are left where they are. */
  public Loaded load() {
    List<String> complaints = new ArrayList<>();
    for (int i = 0; i < Sealed.GENERATIONS; i++) {
      Path candidate = generation(i);
      try {
        return new Loaded(Optional.of(read(candidate)), complaints);
      } catch (NoSuchFileException e) {
        // This generation was never written.
      } catch (IOException | ApiException e) {
        complaints.add(candidate + ": " + e.getMessage());
      }
    }
    return new Loaded(Optional.empty(), complaints);
  }

  private static Map<String, Object> read(Path file) throws IOException, ApiException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException("is larger than any state can be");
    }
    String text = Files.readString(file);
    String complaint = Sealed.complaint(text);
    if (!complaint.isEmpty()) {
      throw new IOException(complaint);
    }
    return Wire.readTree(text);
  }

  /**
   * Replaces the document; when this returns it has survived a power loss.
   *
   * @param json an object
   * @throws IOException if it could not be written; the old document is untouched then
   */
  public void store(String json) throws IOException {
    String sealed = Sealed.seal(json);
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(temporary);
    Files.createFile(
        temporary,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(sealed.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
    keepOlderOnes();
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    sync(file.resolveSibling("."));
  }

  /** Every rename leaves the current document in place, so that a crash in between loses none. */
  private void keepOlderOnes() throws IOException {
    for (int i = Sealed.GENERATIONS - 1; i > 1; i--) {
      if (Files.exists(generation(i - 1))) {
        Files.move(generation(i - 1), generation(i), StandardCopyOption.ATOMIC_MOVE);
      }
    }
    if (Files.exists(file)) {
      Files.deleteIfExists(generation(1));
      Files.createLink(generation(1), file);
    }
  }

  private Path generation(int i) {
    return Sealed.generation(file, i);
  }

  /** Makes what happened to the names in a folder survive a power loss. */
  public static void sync(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot sync " + folder, e);
    }
  }
}
