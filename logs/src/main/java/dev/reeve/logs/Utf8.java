package dev.reeve.logs;

/** Well-formed byte sequences, table 3-7 of the Unicode standard. */
final class Utf8 {
  private Utf8() {}

  /** The length of the sequence of 2 to 4 bytes that begins here; 0 when it is not well-formed. */
  static int sequence(byte[] bytes, int at, int to) {
    int lead = bytes[at] & 0xff;
    if (lead >= 0xc2 && lead <= 0xdf) {
      return follow(bytes, at, to, 2, 0x80, 0xbf);
    }
    if (lead >= 0xe0 && lead <= 0xef) {
      return follow(bytes, at, to, 3, lead == 0xe0 ? 0xa0 : 0x80, lead == 0xed ? 0x9f : 0xbf);
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
      return follow(bytes, at, to, 4, lead == 0xf0 ? 0x90 : 0x80, lead == 0xf4 ? 0x8f : 0xbf);
    }
    return 0;
  }

  /**
   * A place not after this one where no character is cut in two.
   *
   * @param from it is after this place, unless no character begins near
   */
  static int characterStart(byte[] bytes, int from, int at) {
    for (int start = at - 1; start > Math.max(from, at - 4); start--) {
      if ((bytes[start] & 0xc0) != 0x80) {
        boolean whole = bytes[start] >= 0 || sequence(bytes, start, at) == at - start;
        return whole ? at : start;
      }
    }
    return at;
  }

  private static int follow(byte[] bytes, int at, int to, int length, int least, int most) {
    if (at + length > to) {
      return 0;
    }
    int second = bytes[at + 1] & 0xff;
    if (second < least || second > most) {
      return 0;
    }
    for (int i = 2; i < length; i++) {
      if ((bytes[at + i] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return length;
  }
}
