package dev.reeve.api;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * A JSON object on disk whose last property is a checksum (CRC-32C, RFC 3720) over everything
 * before it, so that half a file is known as such.
 */
public final class Sealed {
  private static final String SEAL = ",\"crc32c\":\"";

  private Sealed() {}

  /** An object with its checksum, and a line break at the end. */
  public static String seal(String json) {
    String open = json.substring(0, json.lastIndexOf('}'));
    return open + SEAL + checksum(open) + "\"}\n";
  }

  /** Why a text is not whole, half a sentence; empty if it is. */
  public static String complaint(String text) {
    int seal = text.lastIndexOf(SEAL);
    if (seal < 0) {
      return "is not complete: it has no checksum";
    }
    String expected = checksum(text.substring(0, seal));
    return text.startsWith(expected + "\"}", seal + SEAL.length())
        ? ""
        : "is damaged: its checksum is not " + expected;
  }

  /** Whether it is whole. */
  public static boolean isGood(String text) {
    return complaint(text).isEmpty();
  }

  private static String checksum(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue());
  }
}
