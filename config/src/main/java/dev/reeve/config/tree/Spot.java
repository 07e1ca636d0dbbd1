package dev.reeve.config.tree;

import dev.reeve.config.ConfigProblem;
import dev.reeve.config.Place;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** A place in a source: line and column, both from 1, the column in code points. */
public record Spot(Source source, int line, int column) {
  static Spot of(Source source, Mark mark) {
    return new Spot(source, mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** A place further right in the same line. */
  public Spot right(int codePoints) {
    return new Spot(source, line, column + codePoints);
  }

  /** The place as others may know it. */
  public Place place() {
    return new Place(source.file(), line, column);
  }

  /** A problem here. */
  public ConfigProblem problem(String message) {
    return source.problem(this, message);
  }

  /** That of any record is put together while the program runs, which takes milliseconds. */
  @Override
  public int hashCode() {
    return 31 * line + column;
  }

  @Override
  public String toString() {
    return place().toString();
  }
}
