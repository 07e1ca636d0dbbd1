package dev.reeve.cli;

import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Curves over the same time in one frame. With braille a character is two dots wide and four high
 * (Unicode block 2800); else each curve is drawn with a letter of its own.
 */
final class Chart {
  /** Bits of the dots of a braille character: by column, from the top. */
  private static final int[][] DOTS = {{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}};

  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

  /** A curve. */
  static final class Curve {
    private final double[] values;
    private final String sgr;

    /**
     * @param values not a number where there is none; {@link #resolution} of them for a whole width
     * @param sgr its colour
     */
    Curve(double[] values, String sgr) {
      this.values = values;
      this.sgr = sgr;
    }
  }

  /**
   * The vertical axis, from 0.
   *
   * @param top the value at the upper edge, above 0
   */
  record Axis(double top, DoubleFunction<String> label) {}

  private final boolean braille;
  private final Style style;
  private final int columns;
  private final int rows;
  private final int[] dots;
  private final int[] owner;
  private final String letters;

  private Chart(Style style, boolean braille, int columns, int rows, int curves) {
    this.letters = curves == 1 ? "*" : LETTERS;
    this.style = style;
    this.braille = braille;
    this.columns = columns;
    this.rows = rows;
    this.dots = new int[columns * rows];
    this.owner = new int[columns * rows];
  }

  /** How many values a curve of so many columns has. */
  static int resolution(boolean braille, int columns) {
    return braille ? 2 * columns : columns;
  }

  /** What stands for a curve in a legend. */
  static String mark(boolean braille, int curve) {
    // One curve alone is drawn with stars, and has no legend.
    return braille ? "──" : LETTERS.substring(curve, curve + 1);
  }

  /**
   * Draws.
   *
   * @param gutter columns of the labels, without the axis itself
   * @param columns of the area in which curves are
   * @param rows of it
   */
  static void draw(
      Output out,
      Style style,
      boolean braille,
      Axis axis,
      List<Curve> curves,
      int gutter,
      int columns,
      int rows) {
    Chart chart = new Chart(style, braille, columns, rows, curves.size());
    // The first is drawn last, so that it is on top.
    for (int i = curves.size() - 1; i >= 0; i--) {
      chart.curve(curves.get(i).values, axis.top(), i);
    }
    for (int row = 0; row < rows; row++) {
      boolean labelled =
          row == 0 || row == rows - 1 || (rows >= 5 && rows % 2 == 1 && row == rows / 2);
      double value = axis.top() * (rows - 1 - row) / Math.max(1, rows - 1);
      String label = labelled ? axis.label().apply(value) : "";
      out.repeat(' ', gutter - Width.of(label)).add(style.dim(label));
      String line = braille ? (labelled ? "┤" : "│") : labelled ? "+" : "|";
      out.add(style.dim(line));
      chart.row(out, row, curves);
      out.end();
    }
  }

  private void curve(double[] values, double top, int curve) {
    int height = braille ? 4 * rows : rows;
    int before = -1;
    for (int x = 0; x < values.length && x < resolution(braille, columns); x++) {
      if (Double.isNaN(values[x])) {
        before = -1;
        continue;
      }
      int y = (int) Math.round(Math.clamp(values[x] / top, 0, 1) * (height - 1));
      // Steep parts are joined: up to where the one before ends.
      int low = before < 0 ? y : Math.min(y, before < y ? before + 1 : y);
      int high = before < 0 ? y : Math.max(y, before > y ? before - 1 : y);
      for (int at = low; at <= high; at++) {
        dot(x, height - 1 - at, curve);
      }
      before = y;
    }
  }

  private void dot(int x, int y, int curve) {
    int cell = braille ? y / 4 * columns + x / 2 : y * columns + x;
    dots[cell] |= braille ? DOTS[x % 2][y % 4] : 1;
    owner[cell] = curve;
  }

  private void row(Output out, int row, List<Curve> curves) {
    int end = columns;
    while (end > 0 && dots[row * columns + end - 1] == 0) {
      end--;
    }
    for (int x = 0; x < end; ) {
      int from = row * columns + x;
      StringBuilder run = new StringBuilder();
      int owned = owner[from];
      boolean drawn = dots[from] != 0;
      while (x < end
          && dots[row * columns + x] != 0 == drawn
          && owner[row * columns + x] == owned) {
        run.append(sign(row * columns + x));
        x++;
      }
      out.add(drawn ? style.paint(run.toString(), curves.get(owned).sgr) : run.toString());
    }
  }

  private char sign(int cell) {
    if (dots[cell] == 0) {
      return ' ';
    }
    return braille ? (char) (0x2800 + dots[cell]) : letters.charAt(owner[cell]);
  }

  /** The horizontal axis with texts at its beginning, its middle and its end. */
  static void timeAxis(
      Output out, Style style, boolean braille, List<String> texts, int gutter, int columns) {
    char rule = braille ? '─' : '-';
    StringBuilder line = new StringBuilder().repeat(rule, columns);
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      int room = columns - text.length();
      int at = texts.size() == 1 ? room : (int) ((long) room * i / (texts.size() - 1));
      if (at >= 0) {
        line.replace(at, at + text.length(), text);
      }
    }
    out.repeat(' ', gutter).line(style.dim((braille ? "└" : "+") + line));
  }
}
