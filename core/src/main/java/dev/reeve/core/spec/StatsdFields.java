package dev.reeve.core.spec;

import static dev.reeve.core.spec.ChangeEffect.LIVE;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The fields below {@code statsd}. */
public final class StatsdFields {
  private static final FieldTable TABLE = new FieldTable();
  private static final int PORT = 8125;
  private static final int LONGEST_PREFIX = 200;
  private static final Duration LONGEST = Duration.ofHours(1);

  public static final Field<Optional<HostPort>> HOST =
      TABLE.add(
          "statsd.host",
          "statsd",
          FieldTypes.scalar(
              "host:port",
              text -> text.isEmpty() ? Optional.empty() : Optional.of(HostPort.parse(text, PORT)),
              host -> host.map(HostPort::toString).orElse("")),
          Optional.empty(),
          LIVE,
          "Who is told what the service uses, as StatsD over UDP; port 8125 without one",
          spec -> spec.statsd().host());
  public static final Field<String> PREFIX =
      TABLE.add(
          "statsd.prefix",
          "statsd-prefix",
          FieldTypes.scalar("text", StatsdFields::prefix, prefix -> prefix),
          "",
          LIVE,
          "What the names of its metrics begin with; reeve.NAME without it",
          spec -> spec.statsd().prefix());
  public static final Field<Duration> INTERVAL =
      TABLE.add(
          "statsd.interval",
          "statsd-interval",
          FieldTypes.scalar("duration", StatsdFields::interval, Durations::format),
          StatsdSpec.NONE.interval(),
          LIVE,
          "How often it is told, from 1s to 1h",
          spec -> spec.statsd().interval());

  static final List<Field<?>> ALL = TABLE.fields();

  private StatsdFields() {}

  /**
   * What StatsD gives a meaning to, and what cannot be a path of Graphite, is no part of a name.
   */
  private static String prefix(String text) throws Unreadable {
    if (text.length() > LONGEST_PREFIX || !text.matches("([A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*)?")) {
      throw new Unreadable(
          "must be letters, digits, '_' and '-', with single dots between, up to "
              + LONGEST_PREFIX
              + " of them");
    }
    return text;
  }

  private static Duration interval(String text) throws Unreadable {
    Duration interval = Durations.parse(text);
    if (interval.compareTo(StatsdSpec.NONE.interval()) < 0 || interval.compareTo(LONGEST) > 0) {
      throw new Unreadable("must be from 1s to 1h");
    }
    return interval;
  }
}
