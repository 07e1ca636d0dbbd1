package dev.reeve.config.dialect;

import dev.reeve.config.tree.SourceFile;
import dev.reeve.config.tree.Unloadable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Values of processmaster's environment that stand elsewhere or are encoded: {@code @file://},
 * {@code @base64://} or {@code @b64://}, {@code @hex://}. Everything else means itself.
 */
final class ProcessmasterValue {
  /** In bytes, as in processmaster. */
  private static final long LARGEST = 64 << 10;

  /** Why a value cannot be had. */
  static final class Undecodable extends Exception {
    private static final long serialVersionUID = 1L;

    Undecodable(String message) {
      super(message, null, false, false);
    }

    /** The message; never null. */
    String reason() {
      return String.valueOf(getMessage());
    }
  }

  private ProcessmasterValue() {}

  /**
   * The value that a text stands for.
   *
   * @param folder where relative paths start
   */
  static String decode(String text, Path folder) throws Undecodable {
    int slashes = text.indexOf("://");
    if (!text.startsWith("@") || slashes < 0) {
      return text;
    }
    String rest = text.substring(slashes + 3);
    try {
      return switch (text.substring(1, slashes)) {
        case "file" -> file(folder.resolve(rest));
        case "base64", "b64" -> text(Base64.getDecoder().decode(rest.strip()));
        case "hex" -> text(HexFormat.of().parseHex(rest.strip().replaceFirst("^0[xX]", "")));
        default -> text;
      };
    } catch (InvalidPathException e) {
      throw new Undecodable("this is not a path");
    } catch (IllegalArgumentException e) {
      throw new Undecodable("what follows '://' is not encoded like that");
    } catch (CharacterCodingException e) {
      throw new Undecodable("what it encodes is not UTF-8");
    }
  }

  private static String text(byte[] bytes) throws CharacterCodingException, Undecodable {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    if (text.indexOf(0) >= 0) {
      throw new Undecodable("a variable cannot contain a zero byte");
    }
    return text;
  }

  /** Not through a link: whoever may write the folder could point it at a file of root. */
  private static String file(Path file) throws Undecodable {
    try {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new Undecodable("cannot read " + file + ": it is not a regular file");
      }
      if (Files.size(file) > LARGEST) {
        throw new Undecodable("cannot read " + file + ": it is larger than 64 KiB");
      }
      return SourceFile.read(file).text().stripTrailing();
    } catch (Unloadable e) {
      throw new Undecodable(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new Undecodable("cannot read " + file + ": " + e.getMessage());
    }
  }
}
