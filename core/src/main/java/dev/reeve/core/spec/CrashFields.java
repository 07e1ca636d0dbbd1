package dev.reeve.core.spec;

import static dev.reeve.core.spec.ChangeEffect.LIVE;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The fields below {@code on_crash}. */
public final class CrashFields {
  private static final FieldTable TABLE = new FieldTable();
  private static final Duration LEAST = Duration.ofSeconds(5);
  private static final int LONGEST_URL = 2000;

  public static final Field<String> URL =
      TABLE.add(
          "on_crash.url",
          "on-crash",
          FieldTypes.scalar("URL", CrashFields::url, url -> url),
          "",
          LIVE,
          "Called when a process ends with another exit code than 0, or by a signal, unasked",
          spec -> spec.onCrash().url());
  public static final Field<CrashSpec.Method> METHOD =
      TABLE.add(
          "on_crash.method",
          "on-crash-method",
          FieldTypes.scalar("post | get", CrashFields::method, FieldTypes::word),
          CrashSpec.Method.POST,
          LIVE,
          "How it is called; get sends no body",
          spec -> spec.onCrash().method());
  public static final Field<Duration> DEBOUNCE =
      TABLE.add(
          "on_crash.debounce",
          "on-crash-debounce",
          FieldTypes.scalar("duration", CrashFields::debounce, Durations::format),
          LEAST,
          LIVE,
          "Least time between two calls, from 5s on",
          spec -> spec.onCrash().debounce());
  public static final Field<Integer> LOG_LINES =
      TABLE.add(
          "on_crash.log_lines",
          "on-crash-log-lines",
          FieldTypes.integer(0, 1000),
          0,
          LIVE,
          "How many of the last lines of its output are sent along",
          spec -> spec.onCrash().logLines());
  public static final Field<CrashSpec.Source> LOG_SOURCE =
      TABLE.add(
          "on_crash.log_source",
          "on-crash-log-source",
          FieldTypes.choice(CrashSpec.Source.class),
          CrashSpec.Source.ERR,
          LIVE,
          "Which output these lines are of",
          spec -> spec.onCrash().logSource());
  public static final Field<String> SECRET =
      TABLE.add(
          "on_crash.secret",
          "on-crash-secret",
          FieldTypes.TEXT,
          "",
          LIVE,
          "Key of the HMAC-SHA256 of the body in X-Reeve-Signature",
          spec -> spec.onCrash().secret());

  static final List<Field<?>> ALL = TABLE.fields();

  private CrashFields() {}

  private static String url(String text) throws Unreadable {
    if (text.isEmpty()) {
      return text; // nobody is called
    }
    try {
      URI url = new URI(text);
      String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
      if (text.length() <= LONGEST_URL
          && List.of("http", "https").contains(scheme)
          && url.getHost() != null) {
        return text;
      }
    } catch (URISyntaxException e) {
      throw new Unreadable("is not a URL: " + e.getReason());
    }
    throw new Unreadable("must be an http or https URL with a host");
  }

  private static CrashSpec.Method method(String text) throws Unreadable {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "post" -> CrashSpec.Method.POST;
      case "get" -> CrashSpec.Method.GET;
      default -> throw new Unreadable("must be post or get");
    };
  }

  private static Duration debounce(String text) throws Unreadable {
    Duration duration = Durations.parse(text);
    if (duration.compareTo(LEAST) < 0) {
      throw new Unreadable("must be 5s or more, so that a crash loop is no flood of calls");
    }
    return duration;
  }
}
