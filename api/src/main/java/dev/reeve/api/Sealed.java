package dev.reeve.api;

import java.nio.file.Path;

/**
 * A JSON object on disk whose last property is a checksum ({@link Checksum}) over everything before
 * it, so that half a file is known as such.
 */
public final class Sealed {
  /** How many documents are kept of what must never be lost, the newest included. */
  public static final int GENERATIONS = 5;

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
    return Long.toHexString(Checksum.of(text));
  }

  /**
   * Where such a document of a certain age is.
   *
   * @param file the newest one
   * @param age 0 for the newest, below {@link #GENERATIONS}
   */
  public static Path generation(Path file, int age) {
    return age == 0 ? file : file.resolveSibling(file.getFileName() + "." + age);
  }
}
