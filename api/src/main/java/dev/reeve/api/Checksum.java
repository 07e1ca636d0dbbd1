package dev.reeve.api;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** CRC-32C (RFC 3720) of a text in UTF-8: the same in each process, and no secret. */
public final class Checksum {
  private Checksum() {}

  /** From 0 to 2³² - 1. */
  public static long of(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }
}
