package dev.reeve.core.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Reads one field of a cron expression: a list of values, ranges and steps, as in crontab(5).
 * Stricter than Vixie's cron, which passes over what it does not understand (entry.c, get_range); a
 * value with a step ({@code 5/15}) goes on to the end of the field, as in most other crons.
 */
final class FieldReader {
  /**
   * What a field chooses.
   *
   * @param bits bit n for the value n
   * @param star whether the field begins with {@code *}: such a field restricts no days, even with
   *     a step, and such a minute or hour makes a job that goes by the wall clock (Vixie's entry.c,
   *     DOM_STAR, MIN_STAR …)
   */
  record Values(long bits, boolean star) {}

  private static final int MOST_SHOWN = 40;

  private final CronField field;
  private final String whole;
  private final int start;
  private final String text;

  /**
   * For a field that is a part of an expression.
   *
   * @param whole the expression, for errors
   */
  FieldReader(CronField field, String whole, int start, int end) {
    this.field = field;
    this.whole = whole;
    this.start = start;
    this.text = whole.substring(start, end);
  }

  Values read() throws BadCron {
    long bits = 0;
    int from = 0;
    while (true) {
      int comma = text.indexOf(',', from);
      int to = comma < 0 ? text.length() : comma;
      if (from == to) {
        int at = Math.max(0, Math.min(from, text.length()) - (from == 0 ? 0 : 1));
        throw error(
            at,
            at + 1,
            field.title()
                + " "
                + quoted(text)
                + " has a comma with nothing beside it;"
                + " a list is written without blanks: 1,3,5");
      }
      bits |= entry(from, to);
      if (comma < 0) {
        return new Values(bits, text.charAt(0) == '*');
      }
      from = comma + 1;
    }
  }

  private long entry(int from, int to) throws BadCron {
    int slash = index('/', from, to);
    int end = slash < 0 ? to : slash;
    int dash = index('-', from, end);
    int first;
    int last;
    if (text.substring(from, end).equals("*")) {
      first = field.lowest();
      last = field.highest();
    } else if (from == end) {
      String entry = text.substring(from, to);
      throw error(
          from,
          to,
          "%s %s has a step without values; write '*%s'"
              .formatted(field.title(), quoted(entry), entry));
    } else if (dash < 0) {
      first = value(from, end);
      last = slash < 0 ? first : field.highest();
    } else {
      if (dash == from || dash + 1 == end) {
        throw error(
            from,
            to,
            "%s %s has a range without %s"
                .formatted(
                    field.title(),
                    quoted(text.substring(from, to)),
                    dash == from ? "a beginning" : "an end"));
      }
      first = value(from, dash);
      last = value(dash + 1, end);
      if (first > last) {
        throw error(from, end, backwards(from, dash, end, first, last, slash >= 0));
      }
    }
    int step = slash < 0 ? 1 : step(from, slash + 1, to);
    long bits = 0;
    for (int value = first; value <= last; value += step) {
      bits |= 1L << value;
    }
    return bits;
  }

  private int value(int from, int to) throws BadCron {
    String word = text.substring(from, to);
    OptionalInt named = field.named(word);
    if (named.isPresent()) {
      return named.getAsInt();
    }
    int number = number(word);
    if (number < field.lowest() || number > field.highest()) {
      throw error(
          from,
          to,
          field.title()
              + " "
              + quoted(word)
              + (number < 0 ? " must be a number " : " must be ")
              + field.allowed()
              + remedy(word));
    }
    return number;
  }

  private int step(int entry, int from, int to) throws BadCron {
    int step = number(text.substring(from, to));
    if (step < 1 || step > field.longestStep()) {
      throw error(
          from,
          Math.max(to, from + 1),
          "the step of %s %s must be from 1 to %d"
              .formatted(field.title(), quoted(text.substring(entry, to)), field.longestStep()));
    }
    return step;
  }

  /** -1 for what is no number; what is too long for one is as wrong as any number too large. */
  private static int number(String word) {
    if (word.isEmpty() || !word.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    String digits = word.replaceFirst("^0+(?=.)", "");
    return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }

  /**
   * crontab(5) knows no ranges that pass the end of a field; Vixie's cron lets such a range choose
   * nothing, cronie refuses it. So do we, and say how to write it.
   */
  private String backwards(int from, int dash, int end, int first, int last, boolean stepped) {
    String range = text.substring(from, end);
    String message =
        field.title() + " " + quoted(range) + " runs backwards, and a range cannot pass the end";
    if (stepped) {
      return message + "; write a list of values instead";
    }
    String a = text.substring(from, dash);
    String b = text.substring(dash + 1, end);
    // In a week that begins with 0, the 7 is that 0 again.
    int top = field == CronField.DAY_OF_WEEK ? 6 : field.highest();
    boolean named = number(a) < 0 || number(b) < 0;
    String highest = named ? field.shortNames().getLast() : Integer.toString(top);
    String lowest = named ? field.shortNames().getFirst() : Integer.toString(field.lowest());
    List<String> parts = new ArrayList<>();
    if (first <= top) {
      parts.add(first == top ? a : a + "-" + highest);
    }
    parts.add(last == field.lowest() ? b : lowest + "-" + b);
    return message + "; write '" + String.join(",", parts) + "'";
  }

  private String remedy(String word) {
    if (word.equals("?")) {
      return "; write '*' for any";
    }
    if (number(word) >= 0) {
      return "";
    }
    if (CronField.MONTH.named(word).isPresent()) {
      return "; months are the fourth of the five fields";
    }
    if (CronField.DAY_OF_WEEK.named(word).isPresent()) {
      return "; days of the week are the last of the five fields";
    }
    if (word.matches("(?i)[0-9]*(L|W|LW)|L-[0-9]+|[0-9a-z]+#[0-9]+|[0-9a-z]+L|H(\\(.*\\))?")) {
      return "; cron has no L, W, # and H";
    }
    return field.shortNames().stream()
        .filter(name -> word.toLowerCase(Locale.ROOT).startsWith(name))
        .map(name -> "; did you mean '" + name + "'?")
        .findFirst()
        .orElse("");
  }

  private int index(char c, int from, int to) {
    int at = text.indexOf(c, from);
    return at < to ? at : -1;
  }

  private BadCron error(int from, int to, String reason) {
    return new BadCron(whole, start + from, to - from, reason);
  }

  /** A text in quotes, shortened if it is long. */
  static String quoted(String text) {
    return "'" + (text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text) + "'";
  }
}
