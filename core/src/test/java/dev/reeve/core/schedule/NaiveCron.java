package dev.reeve.core.schedule;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;

/**
 * The rules of crontab(5), written down a second time as plainly as possible: a set for each field,
 * and a look at every minute. No errors, no speed.
 */
final class NaiveCron {
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> WEEKDAYS =
      List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

  private final String[] fields;
  private final boolean[] minutes;
  private final boolean[] hours;
  private final boolean[] days;
  private final boolean[] months;
  private final boolean[] weekdays;

  NaiveCron(String text) {
    fields = text.split(" ", -1);
    minutes = set(fields[0], 0, 59, List.of());
    hours = set(fields[1], 0, 23, List.of());
    days = set(fields[2], 1, 31, List.of());
    months = set(fields[3], 1, 12, MONTHS);
    weekdays = set(fields[4], 0, 7, WEEKDAYS);
    if (weekdays[7]) {
      weekdays[0] = true;
    }
  }

  boolean matches(LocalDateTime time) {
    boolean day = days[time.getDayOfMonth()];
    boolean weekday = weekdays[time.getDayOfWeek().getValue() % 7];
    boolean anyStar = fields[2].startsWith("*") || fields[4].startsWith("*");
    return minutes[time.getMinute()]
        && hours[time.getHour()]
        && months[time.getMonthValue()]
        && (anyStar ? day && weekday : day || weekday);
  }

  boolean wildcard() {
    return fields[0].startsWith("*") || fields[1].startsWith("*");
  }

  private static boolean[] set(String field, int low, int high, List<String> names) {
    boolean[] set = new boolean[high + 1];
    for (String part : field.split(",", -1)) {
      String[] stepped = part.split("/", -1);
      String[] ends = stepped[0].split("-", -1);
      boolean all = ends[0].equals("*");
      int first = all ? low : number(ends[0], low, names);
      int last = ends.length > 1 ? number(ends[1], low, names) : first;
      if (all || (ends.length == 1 && stepped.length > 1)) {
        last = high;
      }
      int step = stepped.length > 1 ? Integer.parseInt(stepped[1]) : 1;
      for (int i = first; i <= last; i += step) {
        set[i] = true;
      }
    }
    return set;
  }

  private static int number(String text, int low, List<String> names) {
    int name = names.indexOf(text.toLowerCase(Locale.ROOT));
    return name >= 0 ? name + low : Integer.parseInt(text);
  }
}
