package dev.reeve.cli;

/**
 * A line that is being typed.
 *
 * @param cursor before which character it goes on
 */
record TextLine(String text, int cursor) {
  private static final int LONGEST = 4096;

  static TextLine of(String text) {
    return new TextLine(text, text.length());
  }

  /** The line after a key; the same if the key is for something else. */
  TextLine typed(Key key) {
    return switch (key.kind()) {
      case CHARACTER -> text.length() >= LONGEST ? this : inserted(Character.toString(key.point()));
      case BACKSPACE -> cursor == 0 ? this : without(before(), cursor);
      case DELETE -> cursor == text.length() ? this : without(cursor, after());
      case ERASE -> without(0, cursor);
      case LEFT -> new TextLine(text, before());
      case RIGHT -> new TextLine(text, after());
      case HOME -> new TextLine(text, 0);
      case END -> of(text);
      default -> this;
    };
  }

  private TextLine inserted(String piece) {
    return new TextLine(
        text.substring(0, cursor) + piece + text.substring(cursor), cursor + piece.length());
  }

  private TextLine without(int from, int to) {
    return new TextLine(text.substring(0, from) + text.substring(to), from);
  }

  private int before() {
    return cursor == 0 ? 0 : text.offsetByCodePoints(cursor, -1);
  }

  private int after() {
    return cursor == text.length() ? cursor : text.offsetByCodePoints(cursor, 1);
  }
}
