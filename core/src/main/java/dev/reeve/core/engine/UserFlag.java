package dev.reeve.core.engine;

import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A note that people pin to a service: {@code hold}, {@code ticket-4711}. It changes nothing about
 * what the service does.
 *
 * @param name up to {@value #LONGEST} lower-case letters, digits and {@code . _ : -}
 * @param until when it goes by itself; null for never
 * @param by who has set it
 */
public record UserFlag(String name, @Nullable Instant until, String by) {
  /** The longest name. */
  public static final int LONGEST = 50;

  /** How many a service may have. */
  public static final int MOST = 100;

  private static final Pattern NAME =
      Pattern.compile("[a-z0-9][a-z0-9._:-]{0," + (LONGEST - 1) + "}");

  /** A name as it is kept; it need not be a good one. */
  public static String normal(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  /** Whether a name can be one of a flag, as it is kept. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }
}
