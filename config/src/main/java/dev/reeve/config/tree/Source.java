package dev.reeve.config.tree;

import dev.reeve.config.ConfigProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The text of a file, line by line; a line ends at {@code \n}, {@code \r\n} or {@code \r}. Used by
 * one thread.
 */
public final class Source {
  /** A longer line is shown in part, for example JSON without line breaks. */
  private static final int SHOWN = 120;

  private final Path file;
  private final Path folder;
  private final String text;
  private int[] starts = {};
  private int lastLine;
  private int lastColumn;
  private int lastIndex;

  /** A text as it was read from a file. */
  public Source(Path file, String text) {
    this.file = file;
    this.folder = Folders.of(file);
    // A byte order mark is no character of the first line.
    this.text = text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  /** As it was given by the caller. */
  public Path file() {
    return file;
  }

  /** Where relative paths in it start: absolute and normal. */
  public Path folder() {
    return folder;
  }

  /** All of it, without a byte order mark. */
  public String text() {
    return text;
  }

  /** The lines, without their ends. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>(starts().length);
    for (int line = 1; line <= starts().length; line++) {
      lines.add(text.substring(starts()[line - 1], Math.max(starts()[line - 1], lineEnd(line))));
    }
    return lines;
  }

  /** The very beginning. */
  public Spot start() {
    return new Spot(this, 1, 1);
  }

  ConfigProblem problem(Spot spot, String message) {
    return new ConfigProblem(file, spot.line(), spot.column(), message, excerpt(spot));
  }

  /** The place of a character, by its index in code points. */
  public Spot spotAt(int codePoints) {
    int all = text.codePointCount(0, text.length());
    int end = text.offsetByCodePoints(0, Math.min(codePoints, all));
    int found = Arrays.binarySearch(starts(), end);
    int line = found >= 0 ? found : -found - 2;
    return new Spot(this, line + 1, text.codePointCount(starts()[line], end) + 1);
  }

  /** Whether the text goes on like this at a place. */
  public boolean startsWith(String part, Spot spot) {
    return text.startsWith(part, index(spot));
  }

  /** The index of a place in the text, at most the end of its line. */
  private int index(Spot spot) {
    if (spot.line() > starts().length) {
      return text.length();
    }
    // Places mostly come in order; a file of one huge line is not searched from its start each
    // time.
    boolean onward = spot.line() == lastLine && spot.column() >= lastColumn && lastIndex > 0;
    int index = onward ? lastIndex : starts()[spot.line() - 1];
    int end = lineEnd(spot.line());
    for (int i = onward ? lastColumn : 1; i < spot.column() && index < end; i++) {
      index += Character.charCount(text.codePointAt(index));
    }
    lastLine = spot.line();
    lastColumn = spot.column();
    lastIndex = index;
    return index;
  }

  private int lineEnd(int line) {
    int end = line < starts().length ? starts()[line] : text.length();
    while (end > starts()[line - 1]
        && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return end;
  }

  /** The indexes at which lines begin. */
  private int[] starts() {
    if (starts.length == 0) {
      int[] found = new int[64];
      int lines = 1;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '\n' || (c == '\r' && !text.startsWith("\n", i + 1))) {
          if (lines == found.length) {
            found = Arrays.copyOf(found, 2 * lines);
          }
          found[lines++] = i + 1;
        }
      }
      starts = Arrays.copyOf(found, lines);
    }
    return starts;
  }

  private String excerpt(Spot spot) {
    if (spot.line() > starts().length) {
      return "";
    }
    int caret = index(spot);
    int start = starts()[spot.line() - 1];
    int end = lineEnd(spot.line());
    int from = end - start <= SHOWN ? start : Math.max(start, caret - SHOWN / 2);
    int to = Math.min(end, from + SHOWN);
    StringBuilder shown = new StringBuilder();
    StringBuilder pad = new StringBuilder();
    for (int i = from; i < to; ) {
      int c = text.codePointAt(i);
      int safe = c == '\t' || !Printable.isUnsafe(c) ? c : 0xfffd;
      shown.appendCodePoint(safe);
      if (i < caret) {
        // The same tabs before the caret, so that it stands right at any width of tabs.
        pad.repeat(c == '\t' ? '\t' : ' ', Printable.width(safe));
      }
      i += Character.charCount(c);
    }
    String line = shown.toString().stripTrailing();
    return line.isEmpty() ? "" : line + "\n" + pad + "^";
  }
}
