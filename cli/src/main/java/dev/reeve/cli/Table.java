package dev.reeve.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * A table that fits the screen: what is too wide loses the middle of its long cells, then whole
 * columns, the least important ones first.
 */
final class Table {
  /** From here on a frame costs more room than it gives order. */
  private static final int FRAMED = 60;

  /**
   * A column.
   *
   * @param right whether its cells are aligned to the right, as numbers are
   * @param least how narrow it may become; 0 keeps it as wide as its widest cell
   * @param rank the one with the highest rank is left out first; 0 is never left out
   * @param cut which part of a long cell goes
   */
  record Column(String title, boolean right, int least, int rank, Cut cut) {
    Column(String title, boolean right, int least, int rank) {
      this(title, right, least, rank, Cut.MIDDLE);
    }
  }

  /** Names differ least in their middle; sentences say the most at their beginning. */
  enum Cut {
    MIDDLE,
    END
  }

  /** Text in a colour; see {@link Style}. */
  record Cell(String text, String sgr) {
    static Cell of(String text) {
      return new Cell(text, Style.NONE);
    }
  }

  private final List<Column> columns;
  private final List<List<Cell>> rows = new ArrayList<>();

  Table(List<Column> columns) {
    this.columns = columns;
  }

  /** Adds a row with a cell for each column. */
  void row(List<Cell> cells) {
    rows.add(cells);
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /**
   * Prints it in so many columns of the screen.
   *
   * @return whether the last column is there
   */
  boolean print(Output out, Style style, int width) {
    boolean framed = style.frames() && width >= FRAMED;
    int[] natural = natural();
    List<Integer> shown = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      shown.add(i);
    }
    while (leastWidth(shown, natural, framed) > width
        && Ranks.dropOne(shown, i -> columns.get(i).rank())) {
      // One column less each time.
    }
    int[] widths = widths(shown, natural, width - overhead(shown.size(), framed));
    if (framed) {
      rule(out, style, shown, widths, "╭┬╮");
    }
    line(out, style, framed, shown, widths, titles());
    if (framed) {
      rule(out, style, shown, widths, "├┼┤");
    }
    for (List<Cell> row : rows) {
      line(out, style, framed, shown, widths, row);
    }
    if (framed) {
      rule(out, style, shown, widths, "╰┴╯");
    }
    return shown.getLast() == columns.size() - 1;
  }

  private List<Cell> titles() {
    List<Cell> titles = new ArrayList<>(columns.size());
    for (Column column : columns) {
      titles.add(new Cell(column.title(), Style.BOLD));
    }
    return titles;
  }

  private int[] natural() {
    int[] natural = new int[columns.size()];
    for (int i = 0; i < natural.length; i++) {
      natural[i] = columns.get(i).title().length();
      for (List<Cell> row : rows) {
        natural[i] = Math.max(natural[i], Width.of(row.get(i).text()));
      }
    }
    return natural;
  }

  private int least(int i, int[] natural) {
    int least = columns.get(i).least();
    return least == 0 ? natural[i] : Math.min(least, natural[i]);
  }

  private int leastWidth(List<Integer> shown, int[] natural, boolean framed) {
    int sum = overhead(shown.size(), framed);
    for (int i : shown) {
      sum += least(i, natural);
    }
    return sum;
  }

  /** What is not cells: frame and space. */
  private static int overhead(int columns, boolean framed) {
    return framed ? 3 * columns + 1 : 2 * (columns - 1);
  }

  /** Everything gets its least; what is left goes to what is narrow, as long as it needs more. */
  private int[] widths(List<Integer> shown, int[] natural, int room) {
    int[] widths = new int[natural.length];
    int left = room;
    for (int i : shown) {
      widths[i] = least(i, natural);
      left -= widths[i];
    }
    for (int i = narrowest(shown, widths, natural); left > 0 && i >= 0; left--) {
      widths[i]++;
      i = narrowest(shown, widths, natural);
    }
    // Nothing may be left out any more, and still it is too wide: the widest gives way.
    while (left < 0) {
      int widest = shown.getFirst();
      for (int i : shown) {
        widest = widths[i] > widths[widest] ? i : widest;
      }
      if (widths[widest] <= 3) {
        break;
      }
      widths[widest]--;
      left++;
    }
    return widths;
  }

  /** The narrowest column that would use more room, or -1. */
  private static int narrowest(List<Integer> shown, int[] widths, int[] natural) {
    int narrowest = -1;
    for (int i : shown) {
      if (widths[i] < natural[i] && (narrowest < 0 || widths[i] < widths[narrowest])) {
        narrowest = i;
      }
    }
    return narrowest;
  }

  private static void rule(
      Output out, Style style, List<Integer> shown, int[] widths, String corners) {
    StringBuilder rule = new StringBuilder();
    for (int at = 0; at < shown.size(); at++) {
      rule.append(corners.charAt(at == 0 ? 0 : 1)).repeat('─', widths[shown.get(at)] + 2);
    }
    out.line(style.dim(rule.append(corners.charAt(2)).toString()));
  }

  private void line(
      Output out,
      Style style,
      boolean framed,
      List<Integer> shown,
      int[] widths,
      List<Cell> cells) {
    String bar = style.dim("│");
    int owed = 0;
    for (int at = 0; at < shown.size(); at++) {
      int i = shown.get(at);
      Column column = columns.get(i);
      String whole = cells.get(i).text();
      String text =
          column.cut() == Cut.END ? Width.end(whole, widths[i]) : Width.middle(whole, widths[i]);
      int space = widths[i] - Width.of(text);
      owed += at == 0 ? 0 : 2;
      if (framed) {
        out.add(bar).add(' ');
        owed = 0;
      }
      owed += column.right() ? space : 0;
      if (!text.isEmpty()) {
        out.repeat(' ', owed).add(style.paint(text, cells.get(i).sgr()));
        owed = 0;
      }
      owed += column.right() ? 0 : space;
      if (framed) {
        out.repeat(' ', owed + 1);
      }
    }
    if (framed) {
      out.add(bar);
    }
    out.end();
  }
}
