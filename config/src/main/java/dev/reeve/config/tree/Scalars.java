package dev.reeve.config.tree;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a scalar without quotes stands for. Only what JSON knows becomes a value of Java, and a
 * number only if its text can be had back from it: {@code 0644}, {@code 1e3} and {@code yes} stay
 * text.
 */
public final class Scalars {
  /** Longer numbers stay text; nobody counts that far, and reading them takes long. */
  private static final int LONGEST_NUMBER = 40;

  private Scalars() {}

  /** A Boolean, Long, BigDecimal or String; null for nothing, {@code null} and {@code ~}. */
  public static @Nullable Object value(String text) {
    return switch (text) {
      case "", "~", "null" -> null;
      case "true" -> true;
      case "false" -> false;
      default -> looksLikeNumber(text) ? number(text) : text;
    };
  }

  private static boolean looksLikeNumber(String text) {
    int digits = 0;
    int dots = 0;
    for (int i = 0; i < text.length() && i <= LONGEST_NUMBER; i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits++;
      } else if (c == '.') {
        dots++;
      } else if (c != '-' || i > 0) {
        return false;
      }
    }
    return digits > 0 && dots <= 1 && text.length() <= LONGEST_NUMBER;
  }

  private static Object number(String text) {
    Number number =
        text.length() < 19 && text.indexOf('.') < 0
            ? (Number) Long.parseLong(text)
            : new BigDecimal(text);
    return number.toString().equals(text) ? number : text;
  }
}
