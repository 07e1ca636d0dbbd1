package dev.reeve.cli;

import dev.reeve.cli.Table.Cell;
import java.util.ArrayList;
import java.util.List;

/**
 * Columns for a screen that is painted again and again: they do not follow what is in the cells
 * just now, so that nothing jumps, and only rows that are seen are made.
 */
final class Grid {
  private static final int GAP = 2;

  /**
   * A column.
   *
   * @param right whether its cells are aligned to the right
   * @param natural how wide it is where there is room; one of no width is not there
   * @param least how narrow it may become
   * @param rank the highest is left out first where there is no room; 0 never
   */
  record Column(String title, boolean right, int natural, int least, int rank) {
    /** One that is always as wide as that. */
    static Column fixed(String title, boolean right, int width, int rank) {
      return new Column(title, right, width, width, rank);
    }
  }

  private final List<Column> columns;
  private final int[] widths;

  /** Fits columns into so much room. */
  Grid(List<Column> columns, int room) {
    this.columns = columns;
    this.widths = new int[columns.size()];
    List<Integer> shown = new ArrayList<>();
    for (int i = 0; i < widths.length; i++) {
      if (columns.get(i).natural() > 0) {
        shown.add(i);
      }
    }
    while (least(shown) > room && Ranks.dropOne(shown, i -> columns.get(i).rank())) {
      // One column less each time.
    }
    int left = room - least(shown);
    for (int i : shown) {
      widths[i] = columns.get(i).least();
    }
    // What is left goes to the narrowest that would use it.
    for (int i = hungry(shown); left > 0 && i >= 0; left--) {
      widths[i]++;
      i = hungry(shown);
    }
    for (int i : shown) {
      while (left < 0 && widths[i] > 3 && columns.get(i).natural() > columns.get(i).least()) {
        widths[i]--;
        left++;
      }
    }
  }

  private int least(List<Integer> shown) {
    int sum = GAP * (shown.size() - 1);
    for (int i : shown) {
      sum += columns.get(i).least();
    }
    return sum;
  }

  private int hungry(List<Integer> shown) {
    int narrowest = -1;
    for (int i : shown) {
      if (widths[i] < columns.get(i).natural()
          && (narrowest < 0 || widths[i] < widths[narrowest])) {
        narrowest = i;
      }
    }
    return narrowest;
  }

  /** How wide a column is; 0 if it is left out. */
  int width(int column) {
    return widths[column];
  }

  /** The titles. */
  void titles(Ink ink) {
    List<Cell> titles = new ArrayList<>();
    for (Column column : columns) {
      titles.add(new Cell(column.title(), Style.DIM));
    }
    row(ink, titles);
  }

  /** A row with a cell for each column, also those that are left out. */
  void row(Ink ink, List<Cell> cells) {
    int begin = ink.used();
    for (int i = 0; i < widths.length; i++) {
      if (widths[i] == 0) {
        continue;
      }
      String text = Width.end(cells.get(i).text(), widths[i]);
      ink.to(begin + (columns.get(i).right() ? widths[i] - Width.of(text) : 0));
      ink.add(text, cells.get(i).sgr());
      begin += widths[i] + GAP;
    }
  }
}
