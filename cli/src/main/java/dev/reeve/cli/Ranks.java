package dev.reeve.cli;

import java.util.List;
import java.util.function.IntUnaryOperator;

/** Which column goes first where there is no room for all. */
final class Ranks {
  private Ranks() {}

  /**
   * Takes the column with the highest rank out, the first of those that share it.
   *
   * @param shown numbers of columns
   * @param rank of the column with a number; those of rank 0 stay
   * @return false if none may go
   */
  static boolean dropOne(List<Integer> shown, IntUnaryOperator rank) {
    int worst = -1;
    int highest = 0;
    for (int at = 0; at < shown.size(); at++) {
      int its = rank.applyAsInt(shown.get(at));
      if (its > highest) {
        worst = at;
        highest = its;
      }
    }
    if (worst >= 0) {
      shown.remove(/* index */ worst);
    }
    return worst >= 0;
  }
}
