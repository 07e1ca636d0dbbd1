package dev.reeve.config.tree;

import dev.reeve.config.ConfigProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What is in a file: UTF-8 of bounded size. */
public final class SourceFile {
  /** In bytes; about 40,000 services. */
  public static final int LARGEST = 4 << 20;

  /** Why a file is not read that this user may not read. */
  public static final String DENIED =
      "permission denied; run this as its owner, or let this user read it";

  private SourceFile() {}

  /**
   * The text of a file.
   *
   * @throws Unloadable if it is missing, too large, no regular file, or not UTF-8
   */
  public static Source read(Path file) throws Unloadable {
    byte[] bytes;
    try {
      // A pipe or device could block for ever or never end.
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw failed(
            file,
            Files.isDirectory(file)
                ? "it is a folder"
                : "it is a pipe or device, not a regular file");
      }
      try (InputStream in = Files.newInputStream(file)) {
        bytes = in.readNBytes(LARGEST + 1);
      }
    } catch (NoSuchFileException e) {
      throw failed(file, "no such file; name a YAML or JSON file, or a folder with a reeve.yaml");
    } catch (AccessDeniedException e) {
      throw failed(file, DENIED);
    } catch (IOException e) {
      throw failed(file, String.valueOf(e.getMessage()));
    }
    if (bytes.length > LARGEST) {
      throw failed(file, "it is larger than 4 MiB; is it a configuration file?");
    }
    return new Source(file, decode(file, bytes));
  }

  private static String decode(Path file, byte[] bytes) throws Unloadable {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      throw new Unloadable(
          new Source(file, text)
              .spotAt(Integer.MAX_VALUE)
              .problem(
                  "cannot read the file: byte %02x here is not UTF-8; save it as UTF-8"
                      .formatted(bytes[in.position()])));
    }
    return text;
  }

  /** A file of which nothing can be read. */
  public static Unloadable failed(Path file, String why) {
    return new Unloadable(ConfigProblem.of(file, "cannot read the configuration: " + why));
  }
}
