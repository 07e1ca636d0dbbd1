package dev.reeve.core.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands before a line in a log file: text with tokens of strftime(3), with {@code {name}} and
 * {@code {instance}}, and with colours as APM writes them, {@code ç51-text çR-}.
 *
 * @param pieces in their order
 */
public record LineTemplate(List<Piece> pieces) {
  /** The tokens of strftime(3) that are known, and {@code %f} and {@code %L}. */
  public static final String TOKENS = "YymdejHIMSpTFRbhBaAuzZsfL";

  /** The longest template, in characters: what it becomes must fit into the smallest write. */
  static final int LONGEST = 200;

  private static final Pattern COLOUR =
      Pattern.compile("ç(?:(R)|(\\d{1,3})(?:,(\\d{1,3})(?:,(\\d{1,2}))?)?)-");

  private static final String NAME = "{name}";
  private static final String INSTANCE = "{instance}";

  /** A part of a template. */
  public sealed interface Piece {
    /** As it stands. */
    record Text(String text) implements Piece {}

    /** A part of the time, one of {@link #TOKENS} that is not made up of others. */
    record Time(char token) implements Piece {}

    /** A colour: an escape sequence, SGR of ECMA-48. */
    record Colour(String sequence) implements Piece {}

    /** The name of the service. */
    record Name() implements Piece {}

    /** The number of the instance. */
    record Instance() implements Piece {}
  }

  /** Takes no changes. */
  public LineTemplate {
    pieces = List.copyOf(pieces);
  }

  /**
   * Reads a template.
   *
   * @throws Unreadable for an unknown token, a colour there is not, more than one line, or too much
   */
  public static LineTemplate parse(String text) throws Unreadable {
    if (text.length() > LONGEST) {
      throw new Unreadable("is longer than " + LONGEST + " characters");
    }
    if (text.chars().anyMatch(c -> c == '\n' || c == '\r')) {
      throw new Unreadable("has more than one line");
    }
    return new LineTemplate(new Reading(text).pieces());
  }

  private static final class Reading {
    private final String text;
    private final Matcher colour;
    private final List<Piece> pieces = new ArrayList<>();
    private final StringBuilder plain = new StringBuilder();

    Reading(String text) {
      this.text = text;
      this.colour = COLOUR.matcher(text);
    }

    List<Piece> pieces() throws Unreadable {
      int at = 0;
      while (at < text.length()) {
        if (text.startsWith(NAME, at)) {
          at = add(new Piece.Name(), at + NAME.length());
        } else if (text.startsWith(INSTANCE, at)) {
          at = add(new Piece.Instance(), at + INSTANCE.length());
        } else if (text.charAt(at) == '%') {
          at = token(at + 1);
        } else if (colour.region(at, text.length()).lookingAt()) {
          at = add(new Piece.Colour(sequence()), colour.end());
        } else {
          plain.append(text.charAt(at++));
        }
      }
      flush();
      return pieces;
    }

    private int token(int at) throws Unreadable {
      if (at == text.length()) {
        throw new Unreadable("ends in a '%'; write '%%' for a percent sign");
      }
      char token = text.charAt(at);
      if (token == '%') {
        plain.append('%');
        return at + 1;
      }
      if (TOKENS.indexOf(token) < 0) {
        throw new Unreadable(
            "has an unknown token '%"
                + token
                + "'; there are %"
                + String.join(" %", TOKENS.split(""))
                + " %%");
      }
      flush();
      switch (token) {
        case 'T' -> times("H:M:S");
        case 'R' -> times("H:M");
        case 'F' -> times("Y-m-d");
        default -> pieces.add(new Piece.Time(token));
      }
      return at + 1;
    }

    private void times(String tokens) {
      for (int i = 0; i < tokens.length(); i++) {
        char c = tokens.charAt(i);
        pieces.add(
            Character.isLetter(c) ? new Piece.Time(c) : new Piece.Text(Character.toString(c)));
      }
    }

    private String sequence() throws Unreadable {
      if (colour.group(1) != null) {
        return "\033[0m";
      }
      StringBuilder sgr = new StringBuilder("\033[38;5;").append(colour(2));
      if (colour.group(3) != null) {
        sgr.append(";48;5;").append(colour(3));
      }
      if (colour.group(4) != null) {
        sgr.append(';').append(Integer.parseInt(colour.group(4)));
      }
      return sgr.append('m').toString();
    }

    private int colour(int group) throws Unreadable {
      int number = Integer.parseInt(colour.group(group));
      if (number > 255) {
        throw new Unreadable("has a colour " + number + "; they go from 0 to 255");
      }
      return number;
    }

    private int add(Piece piece, int next) {
      flush();
      pieces.add(piece);
      return next;
    }

    private void flush() {
      if (!plain.isEmpty()) {
        pieces.add(new Piece.Text(plain.toString()));
        plain.setLength(0);
      }
    }
  }
}
