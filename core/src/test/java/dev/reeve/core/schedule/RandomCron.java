package dev.reeve.core.schedule;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Draws cron expressions in every form that crontab(5) allows. */
final class RandomCron {
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> WEEKDAYS =
      List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

  private final SplittableRandom random;

  RandomCron(SplittableRandom random) {
    this.random = random;
  }

  /** An expression that may never happen. */
  String next() {
    return String.join(
        " ",
        field(0, 59, List.of(), 3),
        field(0, 23, List.of(), 4),
        field(1, 31, List.of(), 4),
        field(1, 12, MONTHS, 6),
        field(0, 7, WEEKDAYS, 5));
  }

  /**
   * One field.
   *
   * @param stars how many of ten are {@code *}
   */
  private String field(int low, int high, List<String> names, int stars) {
    if (random.nextInt(10) < stars) {
      return "*";
    }
    int parts = random.nextInt(3) == 0 ? random.nextInt(2, 5) : 1;
    return IntStream.range(0, parts)
        .mapToObj(i -> part(low, high, names))
        .collect(Collectors.joining(","));
  }

  private String part(int low, int high, List<String> names) {
    int a = random.nextInt(low, high + 1);
    int b = random.nextInt(a, high + 1);
    int step = random.nextInt(1, Math.min(high, 12) + 1);
    return switch (random.nextInt(8)) {
      case 0 -> "*/" + step;
      case 1 -> a + "-" + b;
      case 2 -> a + "-" + b + "/" + step;
      case 3 -> a + "/" + step;
      case 4 -> names.isEmpty() ? "" + a : name(names.get(random.nextInt(names.size())));
      default -> "" + a;
    };
  }

  private String name(String name) {
    return switch (random.nextInt(3)) {
      case 0 -> name;
      case 1 -> name.toUpperCase(Locale.ROOT);
      default -> name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    };
  }
}
