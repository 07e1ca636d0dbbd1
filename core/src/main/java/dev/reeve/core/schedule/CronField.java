package dev.reeve.core.schedule;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The five fields of a cron expression, in their order; see crontab(5). */
enum CronField {
  MINUTE("minute", 0, 59, ""),
  HOUR("hour", 0, 23, ""),
  DAY_OF_MONTH("day of month", 1, 31, ""),
  MONTH(
      "month",
      1,
      12,
      "january february march april may june july august september october november december"),
  /** Both 0 and 7 are Sunday. */
  DAY_OF_WEEK("day of week", 0, 7, "sunday monday tuesday wednesday thursday friday saturday");

  /** The fields for people, in their order. */
  static final String ALL =
      Stream.of(values()).map(CronField::title).collect(Collectors.joining(", "));

  private final String title;
  private final int lowest;
  private final int highest;

  /** The names of the values from the lowest on, with blanks between; empty if they have none. */
  private final String names;

  CronField(String title, int lowest, int highest, String names) {
    this.title = title;
    this.lowest = lowest;
    this.highest = highest;
    this.names = names;
  }

  String title() {
    return title;
  }

  int lowest() {
    return lowest;
  }

  int highest() {
    return highest;
  }

  /** A longer step would choose nothing but the first value. */
  int longestStep() {
    return this == DAY_OF_WEEK ? 7 : highest - lowest + 1;
  }

  /**
   * The value of a name in any case: its first three letters, as in crontab(5), or the whole of it.
   */
  OptionalInt named(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    List<String> full = names();
    List<String> three = shortNames();
    return IntStream.range(0, full.size())
        .filter(i -> full.get(i).equals(lower) || three.get(i).equals(lower))
        .map(i -> i + lowest)
        .findFirst();
  }

  /** The names as crontab(5) has them, from the lowest value on. */
  List<String> shortNames() {
    return names().stream().map(name -> name.substring(0, 3)).toList();
  }

  /** What may be written, for people. */
  String allowed() {
    String numbers = "from " + lowest + " to " + highest;
    return names.isEmpty() ? numbers : numbers + " or " + String.join(", ", shortNames());
  }

  private List<String> names() {
    return names.isEmpty() ? List.of() : List.of(names.split(" ", -1));
  }
}
