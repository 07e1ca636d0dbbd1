package dev.reeve.core.spec;

import java.util.List;
import java.util.Locale;

/** Which variables of an environment are not for everybody's eyes. */
public final class Secrets {
  /** What is shown in place of a secret. */
  public static final String MASK = "******";

  private static final List<String> WORDS =
      List.of("SECRET", "TOKEN", "PASSWORD", "PASSWD", "PASSPHRASE", "CREDENTIAL", "KEY", "AUTH");

  private Secrets() {}

  /** Whether the name of a variable looks as if its value is one. */
  public static boolean isSecret(String variable) {
    String upper = variable.toUpperCase(Locale.ROOT);
    return WORDS.stream().anyMatch(upper::contains);
  }

  /** The value of a variable as it may be shown; an empty one is no secret. */
  public static String masked(String variable, String value) {
    return isSecret(variable) && !value.isEmpty() ? MASK : value;
  }
}
