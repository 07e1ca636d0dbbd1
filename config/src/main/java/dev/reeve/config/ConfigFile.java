package dev.reeve.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Which file is meant, and what is in it. */
final class ConfigFile {
  /** What a configuration file is called in a folder. */
  static final List<String> NAMES = List.of("reeve.yaml", "reeve.yml", "reeve.json");

  /** In bytes; about 40,000 services. */
  static final int LARGEST = 4 << 20;

  private static final String DENIED =
      "permission denied; run this as its owner, or let this user read it";

  private ConfigFile() {}

  /** The file itself, or the configuration file in a folder. */
  static Path find(Path fileOrFolder) throws Unloadable {
    if (!Files.isDirectory(fileOrFolder)) {
      return fileOrFolder;
    }
    List<Path> present =
        NAMES.stream()
            .map(fileOrFolder::resolve)
            .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
            .toList();
    return switch (present.size()) {
      case 1 -> present.getFirst();
      case 0 -> {
        String why =
            Files.isExecutable(fileOrFolder)
                ? "the folder has none of " + String.join(", ", NAMES) + "; name the file you mean"
                : DENIED;
        throw failed(fileOrFolder, why);
      }
      default ->
          throw failed(
              fileOrFolder,
              "the folder has both "
                  + present.get(0).getFileName()
                  + " and "
                  + present.get(1).getFileName()
                  + "; name the file you mean");
    };
  }

  /** The text of a file. */
  static Source read(Path file) throws Unloadable {
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
      throw failed(
          file, "no such file; name a YAML or JSON file, or a folder with a " + NAMES.getFirst());
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
      Source readable = new Source(file, text);
      Spot end = readable.spotAt(Integer.MAX_VALUE);
      throw new Unloadable(
          readable.problem(
              end,
              "cannot read the file: byte %02x here is not UTF-8; save it as UTF-8"
                  .formatted(bytes[in.position()])));
    }
    return text;
  }

  private static Unloadable failed(Path file, String why) {
    return new Unloadable(ConfigProblem.of(file, "cannot read the configuration: " + why));
  }
}
