package dev.reeve.cli;

import dev.reeve.api.Series;
import java.util.Arrays;

/** A curve in one line of braille: two values in each column, four levels. */
final class Spark {
  /** Dots from the bottom up, of the left and of the right half; Unicode block 2800. */
  private static final int[][] DOTS = {{0x40, 0x04, 0x02, 0x01}, {0x80, 0x20, 0x10, 0x08}};

  private Spark() {}

  /**
   * The history of an instance.
   *
   * @param begin of the time that is shown, in milliseconds since 1970
   * @param top the value at the upper edge, unless there is a greater one
   * @param columns how wide
   */
  static String of(Series series, Metric metric, long begin, long end, double top, int columns) {
    double[] values = new double[2 * columns];
    Arrays.fill(values, Double.NaN);
    double most = top;
    int before = -1;
    for (Series.Point point : series.points()) {
      long time = StatsView.millis(point.at());
      int x = (int) ((time - begin) * values.length / Math.max(1, end - begin));
      if (x >= 0 && x < values.length) {
        double value = metric.of(point);
        values[x] = Double.isNaN(values[x]) ? value : Math.max(values[x], value);
        most = Math.max(most, value);
        // Points that are wider than a dot.
        for (int at = before + 1; before >= 0 && x - before <= 3 && at < x; at++) {
          values[at] = values[before];
        }
        before = x;
      }
    }
    return of(values, most, metric == Metric.CPU);
  }

  /**
   * A value in each dot.
   *
   * @param filled whether everything below the curve is drawn, too
   */
  static String of(double[] values, double top, boolean filled) {
    StringBuilder text = new StringBuilder();
    for (int x = 0; x + 1 < values.length; x += 2) {
      int dots = dots(values[x], top, DOTS[0], filled) | dots(values[x + 1], top, DOTS[1], filled);
      text.append(dots == 0 ? ' ' : (char) (0x2800 + dots));
    }
    return text.toString();
  }

  /** Filled from the bottom: nothing is still a line. */
  private static int dots(double value, double top, int[] column, boolean filled) {
    if (Double.isNaN(value)) {
      return 0;
    }
    int level = (int) Math.clamp(Math.ceil(value / top * column.length), 1, column.length);
    int dots = 0;
    for (int i = filled ? 0 : level - 1; i < level; i++) {
      dots |= column[i];
    }
    return dots;
  }
}
