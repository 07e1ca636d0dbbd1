package dev.reeve.cli;

/** Round numbers for the upper edge of a chart, and how they are written. */
final class Scale {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long[] TIMES = {
    MINUTE,
    5 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    4 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    4 * DAY,
    7 * DAY,
    14 * DAY,
    30 * DAY,
    60 * DAY,
    100 * DAY,
    200 * DAY,
    400 * DAY
  };

  private Scale() {}

  /** The least of 1, 2, 4, 6, 8 or 10 times a power of ten that is not below. */
  static double decimal(double most) {
    double unit = 1;
    while (unit * 10 < most) {
      unit *= 10;
    }
    for (int steps : new int[] {1, 2, 4, 6, 8}) {
      if (steps * unit >= most) {
        return steps * unit;
      }
    }
    return 10 * unit;
  }

  /** The same in powers of 1024. */
  static double bytes(double most) {
    double unit = 1;
    while (unit * 1024 <= most) {
      unit *= 1024;
    }
    double round = decimal(most / unit);
    return round > 1000 ? unit * 1024 : round * unit;
  }

  /** Seconds that make a round time. */
  static double seconds(double most) {
    for (long time : TIMES) {
      if (time >= most) {
        return time;
      }
    }
    return decimal(most / DAY) * DAY;
  }

  /** A quantity without the zero behind its point. */
  static String tidy(String text) {
    int zero = text.indexOf(".0");
    boolean idle =
        zero > 0
            && (zero + 2 == text.length()
                || text.charAt(zero + 2) < '0'
                || text.charAt(zero + 2) > '9');
    return idle ? text.substring(0, zero) + text.substring(zero + 2) : text;
  }
}
