package dev.reeve.core.spec;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes in bytes as people write them: {@code 500K 10M 1G 64MiB}; the units are powers of 1024. */
public final class Sizes {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,18})\\s*([KMGT]?)(?:I?B)?");
  private static final String UNITS = "KMGT";

  private Sizes() {}

  /**
   * Reads a size.
   *
   * @throws Unreadable if it is not one
   */
  public static long parse(String text) throws Unreadable {
    Matcher matcher = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new Unreadable("is not a size: write it like 500K, 10M, 1G or 64MiB");
    }
    String unit = matcher.group(2);
    int shift = unit.isEmpty() ? 0 : 10 * (UNITS.indexOf(unit) + 1);
    long n = Long.parseLong(matcher.group(1));
    if (n > Long.MAX_VALUE >> shift) {
      throw new Unreadable("is larger than any disk");
    }
    return n << shift;
  }

  /** The shortest text that {@link #parse} reads as the same size. */
  public static String format(long bytes) {
    int unit = 0;
    long n = bytes;
    while (unit < UNITS.length() && n != 0 && n % 1024 == 0) {
      n /= 1024;
      unit++;
    }
    return unit == 0 ? Long.toString(n) : n + UNITS.substring(unit - 1, unit);
  }
}
