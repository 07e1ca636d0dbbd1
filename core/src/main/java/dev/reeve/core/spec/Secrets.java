package dev.reeve.core.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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

  /**
   * What is declared of a service, for those who may not configure it: values of its environment
   * and the key of its signatures are masked.
   *
   * @param tree as {@link SpecWriter} writes it; it is not changed
   */
  public static Map<String, Object> masked(Map<String, Object> tree) {
    Map<String, Object> shown = new LinkedHashMap<>(tree);
    shown.computeIfPresent(Fields.ENV.path(), (path, env) -> maskedValues(env));
    shown.computeIfPresent(SpecReader.ON_CRASH, (path, crash) -> maskedKey(crash));
    return shown;
  }

  private static Object maskedValues(Object env) {
    Map<String, Object> shown = new LinkedHashMap<>();
    if (env instanceof Map<?, ?> map) {
      map.keySet().forEach(name -> shown.put(String.valueOf(name), MASK));
    }
    return shown;
  }

  private static Object maskedKey(Object crash) {
    Map<String, Object> shown = new LinkedHashMap<>();
    if (crash instanceof Map<?, ?> map) {
      map.forEach((key, value) ->
          shown.put(String.valueOf(key), masked(String.valueOf(key), String.valueOf(value))));
    }
    return shown;
  }

  /** The value of a variable as it may be shown; an empty one is no secret. */
  public static String masked(String variable, String value) {
    return isSecret(variable) && !value.isEmpty() ? MASK : value;
  }
}
