package dev.reeve.cli;

/** A line of a screen, written from the left; what does not fit any more is left out. */
final class Ink {
  private final Style style;
  private final int room;
  private final String all;
  private final StringBuilder text = new StringBuilder();
  private int used;

  private Ink(Style style, int room, String all) {
    this.style = style;
    this.room = room;
    this.all = all;
  }

  /** An empty line of so many columns. */
  static Ink of(Style style, int room) {
    return new Ink(style, room, "");
  }

  /** The same with one look, whatever is written: SGR numbers as in {@link Style#paint}. */
  static Ink like(Style style, int room, String all) {
    return new Ink(style, room, all);
  }

  int used() {
    return used;
  }

  int left() {
    return room - used;
  }

  /** Plain text with a look; cut with an ellipsis if need be. */
  Ink add(String plain, String sgr) {
    String fits = Width.end(plain, left());
    if (left() <= 0) {
      return this;
    }
    text.append(all.isEmpty() ? style.paint(fits, sgr) : fits);
    used += Width.of(fits);
    return this;
  }

  Ink add(String plain) {
    return add(plain, Style.NONE);
  }

  /** Text that is painted already. */
  Ink coloured(String painted) {
    String fits = Width.coloured(painted, left());
    text.append(all.isEmpty() ? fits : Clean.output(fits, false));
    used += Width.of(Clean.output(fits, false));
    return this;
  }

  /** Blanks up to a column. */
  Ink to(int column) {
    int blanks = Math.min(column, room) - used;
    if (blanks > 0) {
      text.append(" ".repeat(blanks));
      used += blanks;
    }
    return this;
  }

  Ink gap(int blanks) {
    return to(used + blanks);
  }

  /** Text at the right edge, if there is room for it. */
  Ink right(String plain, String sgr) {
    int width = Width.of(plain);
    return width + 1 > left() ? this : to(room - width).add(plain, sgr);
  }

  /** The line. */
  String done() {
    return all.isEmpty() ? text.toString() : style.paint(to(room).text.toString(), all);
  }
}
