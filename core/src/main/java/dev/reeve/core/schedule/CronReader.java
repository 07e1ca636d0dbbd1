package dev.reeve.core.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads cron expressions, and knows what people write instead of them. */
final class CronReader {
  /** As crontab(5) has them; {@code @midnight} is from Vixie's cron. */
  private static final Map<String, String> NICKNAMES =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");

  private static final int FIELDS = CronField.values().length;

  /** Where a field is in the text. */
  private record Token(int start, int end) {}

  private final String text;
  private final List<Token> tokens;

  private CronReader(String text) {
    this.text = text;
    this.tokens = tokens(text);
  }

  static Cron read(String text) throws BadCron {
    return new CronReader(text).read();
  }

  private Cron read() throws BadCron {
    if (tokens.isEmpty()) {
      throw new BadCron(
          text, 0, 1, "it is empty; write five fields (" + CronField.ALL + "), as in 30 2 * * *");
    }
    if (word(0).startsWith("@")) {
      return nickname();
    }
    if (tokens.size() != FIELDS) {
      throw wrongCount();
    }
    Cron cron = fields(0);
    if (!cron.happens()) {
      throw error(
          2,
          "day of month %s never comes in month %s"
              .formatted(FieldReader.quoted(word(2)), FieldReader.quoted(word(3))));
    }
    return cron;
  }

  /** Reads five fields from the given one on. */
  private Cron fields(int first) throws BadCron {
    List<FieldReader.Values> values = new ArrayList<>();
    for (CronField field : CronField.values()) {
      Token token = tokens.get(first + values.size());
      values.add(new FieldReader(field, text, token.start, token.end).read());
    }
    return new Cron(
        text.strip(), values.get(0), values.get(1), values.get(2), values.get(3), values.get(4));
  }

  private Cron nickname() throws BadCron {
    String name = word(0).toLowerCase(Locale.ROOT);
    switch (name) {
      case "@reboot" ->
          throw error(0, "@reboot is no time; a service without a schedule starts with the daemon");
      case "@every" ->
          throw error(0, "cron has no @every; write */5 * * * * for every five minutes");
      default -> {}
    }
    String fields = NICKNAMES.get(name);
    if (fields == null) {
      throw error(
          0,
          FieldReader.quoted(word(0))
              + " is not known; known are "
              + NICKNAMES.keySet().stream().sorted().collect(Collectors.joining(", "))
              + nearest(name));
    }
    if (tokens.size() > 1) {
      throw error(1, FieldReader.quoted(word(1)) + " does not belong after " + name);
    }
    return read(fields).written(text.strip());
  }

  /** The nickname that begins alike, or begins a little alike and ends alike. */
  private static String nearest(String name) {
    for (String known : NICKNAMES.keySet().stream().sorted().toList()) {
      int same = 0;
      while (same < Math.min(name.length(), known.length())
          && name.charAt(same) == known.charAt(same)) {
        same++;
      }
      if (same > 3 || (same == 3 && name.endsWith(known.substring(known.length() - 1)))) {
        return "; did you mean '" + known + "'?";
      }
    }
    return "";
  }

  private BadCron wrongCount() {
    for (int i = 0; i < tokens.size(); i++) {
      // "1, 15 * * * *" is not six fields but a blank too much.
      if (word(i).startsWith(",") || word(i).endsWith(",")) {
        return error(
            i,
            FieldReader.quoted(word(i))
                + " has a comma with nothing beside it; a list is written without blanks: 1,3,5");
      }
    }
    String count =
        "it has %d field%s, not five (%s)"
            .formatted(tokens.size(), tokens.size() == 1 ? "" : "s", CronField.ALL);
    if (tokens.size() < FIELDS) {
      String meant = tokens.size() == 1 ? nearest("@" + word(0).toLowerCase(Locale.ROOT)) : "";
      return new BadCron(text, text.length(), 1, count + meant);
    }
    if (isYear(tokens.size() - 1) && tokens.size() <= FIELDS + 2) {
      return error(
          tokens.size() - 1,
          count
              + "; years are not supported: not_before and not_after limit a schedule"
              + didYouMean(tokens.size() == FIELDS + 1 ? 0 : 1));
    }
    if (tokens.size() == FIELDS + 1 && looksLikeField(FIELDS)) {
      return seconds(count);
    }
    return error(
        FIELDS,
        "it has more than five fields (%s): %s does not belong to it%s"
            .formatted(CronField.ALL, FieldReader.quoted(word(FIELDS)), didYouMean(0)));
  }

  /** Six fields, as in Quartz, Spring and node-cron: the first are the seconds. */
  private BadCron seconds(String count) {
    String message = count + "; the first seems to be seconds, which cron has not: ";
    if (!word(0).matches("0+")) {
      return error(
          0,
          message
              + "runs begin with a minute, and what shall run more often is a service that waits"
              + " between its rounds");
    }
    boolean quartz =
        tokens.stream()
            .anyMatch(token -> token.end == token.start + 1 && text.charAt(token.start) == '?');
    boolean numberedWeekday = word(FIELDS).matches(".*[0-9].*");
    return error(
        0,
        message
            + "leave it out"
            + (quartz && numberedWeekday
                ? ", and count the days of the week from 0 for Sunday; Quartz counts from 1"
                : didYouMean(1)));
  }

  /** The five fields from the given one on, if they are an expression once {@code ?} is any. */
  private String didYouMean(int first) {
    String five =
        tokens.subList(first, first + FIELDS).stream()
            .map(token -> text.substring(token.start, token.end))
            .map(word -> word.equals("?") ? "*" : word)
            .collect(Collectors.joining(" "));
    return valid(five).map(cron -> "; did you mean '" + cron + "'?").orElse("");
  }

  private static Optional<Cron> valid(String text) {
    CronReader reader = new CronReader(text);
    try {
      return Optional.of(reader.fields(0)).filter(Cron::happens);
    } catch (BadCron e) {
      return Optional.empty(); // then there is nothing to propose
    }
  }

  private boolean looksLikeField(int i) {
    return word(i).matches("(?i)[0-9*?/,#LW-]+|([0-9*?/,#-]|sun|mon|tue|wed|thu|fri|sat)+");
  }

  private boolean isYear(int i) {
    return word(i).matches("(19|20)[0-9][0-9]([-,/].*)?");
  }

  private String word(int i) {
    return text.substring(tokens.get(i).start, tokens.get(i).end);
  }

  private BadCron error(int i, String reason) {
    Token token = tokens.get(i);
    return new BadCron(text, token.start, token.end - token.start, reason);
  }

  private static List<Token> tokens(String text) {
    List<Token> tokens = new ArrayList<>();
    int i = 0;
    while (i < text.length()) {
      int start = i;
      while (i < text.length() && !Character.isWhitespace(text.charAt(i))) {
        i++;
      }
      if (i > start) {
        tokens.add(new Token(start, i));
      }
      i++;
    }
    return tokens;
  }
}
