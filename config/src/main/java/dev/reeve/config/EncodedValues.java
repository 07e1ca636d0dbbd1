package dev.reeve.config;

import dev.reeve.config.tree.BadText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values of variables that are not written as they are: {@code @file://PATH} is the text of a file
 * without one line break at its end, {@code @base64://…} and {@code @hex://…} are decoded. All are
 * UTF-8. {@code @@file://…} is the text itself, without its first {@code @}.
 */
final class EncodedValues {
  /** In bytes, of one file. */
  static final int LARGEST = 1 << 20;

  /** In bytes, of all files together. */
  static final int LARGEST_SUM = 16 << 20;

  private static final Pattern ENCODED =
      Pattern.compile("@(file|base64|hex)://(.*)", Pattern.DOTALL);
  private static final Pattern ESCAPED =
      Pattern.compile("@+(?:file|base64|hex)://.*", Pattern.DOTALL);

  private final boolean followLinks;
  private final Map<Path, String> read = new HashMap<>();
  private int sum;

  /**
   * Prepares for one load.
   *
   * @param followLinks whether a file may be a symbolic link; root must not be led to the file of
   *     somebody else
   */
  EncodedValues(boolean followLinks) {
    this.followLinks = followLinks;
  }

  /** Links are followed unless this process is root's. */
  static EncodedValues ofThisUser() {
    return new EncodedValues(!isRoot());
  }

  private static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException e) {
      return true; // unknown, so the careful way
    }
  }

  /** Whether a value, as it is written, means another one. */
  static boolean isEncoded(String written) {
    return written.startsWith("@") && ESCAPED.matcher(written).matches();
  }

  /** The value that means this one. */
  static String escape(String value) {
    return isEncoded(value) ? "@" + value : value;
  }

  /**
   * What a value means.
   *
   * @param value of which {@link #isEncoded} is true, with variables put in
   * @param folder where relative paths start
   */
  String decode(String value, Path folder) throws BadText {
    Matcher matcher = ENCODED.matcher(value);
    if (!matcher.matches()) {
      return value.substring(1);
    }
    String rest = String.valueOf(matcher.group(2));
    try {
      return switch (String.valueOf(matcher.group(1))) {
        case "file" -> file(rest, folder);
        case "base64" -> text(Base64.getDecoder().decode(rest.strip()), "@base64 value");
        default -> text(HexFormat.of().parseHex(hex(rest.strip())), "@hex value");
      };
    } catch (IllegalArgumentException e) {
      boolean hex = value.startsWith("@hex");
      throw new BadText(
          0,
          hex
              ? "this is not a @hex value: write two of 0-9 and a-f for each byte"
              : "this is not a @base64 value: " + e.getMessage());
    }
  }

  private static String hex(String digits) {
    return digits.startsWith("0x") ? digits.substring(2) : digits;
  }

  private String file(String name, Path folder) throws BadText {
    Path file;
    try {
      file = folder.resolve(name).normalize();
    } catch (InvalidPathException e) {
      throw failed(name, "this is not a path");
    }
    String known = read.get(file);
    if (known != null) {
      return known;
    }
    String text = text(bytes(file), file.toString());
    String trimmed =
        text.endsWith("\r\n")
            ? text.substring(0, text.length() - 2)
            : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    read.put(file, trimmed);
    return trimmed;
  }

  private byte[] bytes(Path file) throws BadText {
    try {
      if (!followLinks && Files.isSymbolicLink(file)) {
        throw failed(file, "it is a symbolic link, which root does not follow; name the file");
      }
      // A pipe or device could block for ever or never end.
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw failed(file, "it is not a regular file");
      }
      byte[] bytes;
      OpenOption[] options =
          followLinks ? new OpenOption[0] : new OpenOption[] {LinkOption.NOFOLLOW_LINKS};
      try (InputStream in = Files.newInputStream(file, options)) {
        bytes = in.readNBytes(LARGEST + 1);
      }
      if (bytes.length > LARGEST) {
        throw failed(file, "it is larger than 1 MiB");
      }
      sum += bytes.length;
      if (sum > LARGEST_SUM) {
        throw failed(file, "the files of all values are larger than 16 MiB together");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw failed(file, "no such file");
    } catch (AccessDeniedException e) {
      throw failed(file, "permission denied");
    } catch (IOException e) {
      throw failed(file, String.valueOf(e.getMessage()));
    }
  }

  private static String text(byte[] bytes, String what) throws BadText {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw failed(what, "it is not UTF-8, and a variable can only hold text");
    }
  }

  private static BadText failed(Object what, String why) {
    return new BadText(0, "cannot read " + what + ": " + why);
  }
}
