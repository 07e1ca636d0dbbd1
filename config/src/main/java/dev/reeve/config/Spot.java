package dev.reeve.config;

import org.snakeyaml.engine.v2.exceptions.Mark;

/** A place in a text: line and column, both from 1, the column in code points. */
record Spot(int line, int column) implements Comparable<Spot> {
  static final Spot START = new Spot(1, 1);

  static Spot of(Mark mark) {
    return new Spot(mark.getLine() + 1, mark.getColumn() + 1);
  }

  Spot right(int codePoints) {
    return new Spot(line, column + codePoints);
  }

  @Override
  public int compareTo(Spot other) {
    int lines = Integer.compare(line, other.line);
    return lines != 0 ? lines : Integer.compare(column, other.column);
  }
}
