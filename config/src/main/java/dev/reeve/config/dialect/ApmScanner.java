package dev.reeve.config.dialect;

import dev.reeve.config.tree.Source;
import dev.reeve.config.tree.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The words of one APM file, with their places. */
final class ApmScanner {
  /** What ends a value. */
  enum End {
    SEMICOLON,
    /** The end of the block it stands in, which is left to be read. */
    BRACE,
    /** The opening brace of a block, for which the value is only a label. */
    BLOCK,
    LINE,
    FILE,
    QUOTE
  }

  /** A value and how it ended; {@code endAt} is the place of that. */
  record Value(Spot at, String raw, List<ApmStatement.Piece> pieces, End end, Spot endAt) {}

  private static final String QUOTES = "\"'`";

  private final Source source;
  private final String text;
  private int at;
  private int line = 1;
  private int column = 1;

  ApmScanner(Source source) {
    this.source = source;
    this.text = source.text();
  }

  Spot spot() {
    return new Spot(source, line, column);
  }

  boolean isAtEnd() {
    return at >= text.length();
  }

  private char now() {
    return isAtEnd() ? 0 : text.charAt(at);
  }

  private void step() {
    char c = text.charAt(at++);
    boolean lineEnd = c == '\n' || (c == '\r' && !text.startsWith("\n", at));
    if (lineEnd) {
      line++;
      column = 1;
    } else if (!Character.isLowSurrogate(c) && c != '\r') {
      column++;
    }
  }

  /** Skips a character if it is there. */
  boolean skip(char c) {
    boolean there = !isAtEnd() && now() == c;
    if (there) {
      step();
    }
    return there;
  }

  /** Skips blanks, comments, and stray semicolons. */
  void skipToStatement() {
    while (!isAtEnd()) {
      if (isComment()) {
        skipLine();
      } else if (Character.isWhitespace(now()) || now() == ';') {
        step();
      } else {
        return;
      }
    }
  }

  void skipLine() {
    while (!isAtEnd() && now() != '\n' && now() != '\r') {
      step();
    }
  }

  private boolean isComment() {
    return now() == '#' || text.startsWith("//", at);
  }

  /** The key here, empty if there is none; the {@code :} that may follow it is skipped. */
  String key() {
    int from = at;
    while (!isAtEnd() && isKey(now())) {
      step();
    }
    String key = text.substring(from, at);
    if (!key.isEmpty()) {
      skip(':');
    }
    return key;
  }

  private static boolean isKey(char c) {
    return c == '_' || c == '-' || Character.isLetterOrDigit(c);
  }

  /**
   * What follows a key.
   *
   * @param keys what begins a new statement in a new line
   */
  Value value(String key, Set<String> keys) {
    List<ApmStatement.Piece> pieces = new ArrayList<>();
    StringBuilder raw = new StringBuilder();
    char before = ' ';
    boolean blank = false;
    Spot begin = spot();
    Spot last = begin;
    while (true) {
      if (isAtEnd()) {
        return new Value(begin, raw.toString(), pieces, End.FILE, last);
      }
      char c = now();
      boolean start = pieces.isEmpty() || before != 0;
      if (Character.isWhitespace(c)) {
        boolean newLine = false;
        while (!isAtEnd() && (Character.isWhitespace(now()) || isSkippedComment(key))) {
          newLine |= now() == '\n' || now() == '\r';
          if (isComment()) {
            skipLine();
          } else {
            step();
          }
        }
        if (newLine && before != ',' && keys.contains(peekKey())) {
          return new Value(begin, raw.toString(), pieces, End.LINE, last);
        }
        before = before == ',' ? ',' : ' ';
        blank = !raw.isEmpty();
        continue;
      }
      if (pieces.isEmpty() && raw.isEmpty()) {
        begin = spot();
      }
      if (c == ';') {
        Spot end = spot();
        step();
        return new Value(begin, raw.toString(), pieces, End.SEMICOLON, end);
      }
      if (c == '}') {
        return new Value(begin, raw.toString(), pieces, End.BRACE, spot());
      }
      if (c == '{' && start && pieces.size() <= 1 && opensBlock(key, keys, before)) {
        step();
        return new Value(begin, raw.toString(), pieces, End.BLOCK, spot());
      }
      if (c == ',') {
        step();
        before = ',';
        raw.append(',');
        last = spot();
        continue;
      }
      if (blank) {
        raw.append(' ');
        blank = false;
      }
      Spot pieceAt = spot();
      if (QUOTES.indexOf(c) >= 0 && (start || raw.toString().endsWith("="))) {
        int end = text.indexOf(c, at + 1);
        if (end < 0) {
          return new Value(begin, raw.toString(), pieces, End.QUOTE, pieceAt);
        }
        String quoted = text.substring(at + 1, end);
        while (at <= end) {
          step();
        }
        pieces.add(new ApmStatement.Piece(pieceAt, quoted, true, before));
        raw.append(quoted);
      } else {
        String word = word();
        pieces.add(new ApmStatement.Piece(pieceAt, word, false, before));
        raw.append(word);
      }
      before = 0;
      last = spot();
    }
  }

  /** {@code color #ff5a5a;} is a value all the same. */
  private boolean isSkippedComment(String key) {
    return isComment() && !(key.endsWith("color") && isColor());
  }

  private boolean isColor() {
    int end = at + 1;
    while (end < text.length() && Character.digit(text.charAt(end), 16) >= 0) {
      end++;
    }
    return now() == '#' && end > at + 3 && end <= at + 9 && text.startsWith(";", end);
  }

  private boolean opensBlock(String key, Set<String> keys, char before) {
    boolean apart = at + 1 >= text.length() || Character.isWhitespace(text.charAt(at + 1));
    return before == ' ' && (apart || keys.contains(key));
  }

  private String peekKey() {
    int end = at;
    while (end < text.length() && isKey(text.charAt(end))) {
      end++;
    }
    boolean apart =
        end < text.length()
            && (Character.isWhitespace(text.charAt(end)) || ":{;".indexOf(text.charAt(end)) >= 0);
    return apart ? text.substring(at, end) : "";
  }

  /** What stands without quotes up to a blank, comma, semicolon, or the end of the block. */
  private String word() {
    int from = at;
    int depth = 0;
    while (!isAtEnd()) {
      char c = now();
      boolean ends =
          Character.isWhitespace(c)
              || c == ';'
              || c == ','
              || (c == '}' && depth == 0)
              || (QUOTES.indexOf(c) >= 0 && at > from && text.charAt(at - 1) == '=');
      if (ends) {
        break;
      }
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      step();
    }
    return text.substring(from, at);
  }
}
