package dev.reeve.core.spec;

import static dev.reeve.core.spec.ChangeEffect.LIVE;
import static dev.reeve.core.spec.ChangeEffect.RESTART;
import static dev.reeve.core.spec.FieldTypes.SIZE;
import static dev.reeve.core.spec.FieldTypes.YES_NO;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The fields below {@code logs}. */
public final class LogFields {
  private static final FieldTable TABLE = new FieldTable();

  public static final Field<LogTarget> LOG_OUT =
      TABLE.add(
          "logs.stdout",
          "log-out",
          ServiceTypes.LOG_TARGET,
          new LogTarget.Standard(),
          RESTART,
          "File for standard output, or null to discard it",
          spec -> spec.logs().stdout());
  public static final Field<LogTarget> LOG_ERR =
      TABLE.add(
          "logs.stderr",
          "log-err",
          ServiceTypes.LOG_TARGET,
          new LogTarget.Standard(),
          RESTART,
          "File for standard error, or null to discard it",
          spec -> spec.logs().stderr());
  public static final Field<LogFormat> LOG_FORMAT =
      TABLE.add(
          "logs.format",
          "log-format",
          FieldTypes.choice(LogFormat.class),
          LogFormat.TIMESTAMPED,
          RESTART,
          "What a line looks like",
          spec -> spec.logs().format());
  public static final Field<String> LOG_TIME_FORMAT =
      TABLE.add(
          "logs.time_format",
          "log-time-format",
          ServiceTypes.LINE_TEMPLATE,
          "",
          RESTART,
          "The time before a line, in tokens of strftime; ISO 8601 when empty",
          spec -> spec.logs().look().timeFormat());
  public static final Field<String> LOG_PREFIX =
      TABLE.add(
          "logs.prefix",
          "log-prefix",
          ServiceTypes.LINE_TEMPLATE,
          "",
          RESTART,
          "Put between time and line: text, {name}, {instance}, colours like ç51-",
          spec -> spec.logs().look().prefix());
  public static final Field<Boolean> LOG_STRIP_ANSI =
      TABLE.add(
          "logs.strip_ansi",
          "log-strip-ansi",
          YES_NO,
          false,
          RESTART,
          "Leave escape sequences out of the log file",
          spec -> spec.logs().look().stripAnsi());
  public static final Field<Long> LOG_SIZE =
      TABLE.add(
          "logs.rotate.size",
          "max-log-size",
          SIZE,
          100L << 20,
          LIVE,
          "Size at which a new log file begins; 0 never",
          spec -> spec.logs().rotation().size());
  public static final Field<Integer> LOG_KEEP =
      TABLE.add(
          "logs.rotate.keep",
          "log-keep",
          FieldTypes.integer(0, 10_000),
          3,
          LIVE,
          "Old log files that are kept",
          spec -> spec.logs().rotation().keep());
  public static final Field<Boolean> LOG_COMPRESS =
      TABLE.add(
          "logs.rotate.compress",
          "log-compress",
          YES_NO,
          true,
          LIVE,
          "Compress old log files with gzip",
          spec -> spec.logs().rotation().compress());
  public static final Field<Every> LOG_EVERY =
      TABLE.add(
          "logs.rotate.every",
          "log-every",
          FieldTypes.choice(Every.class),
          Every.NEVER,
          LIVE,
          "How often a new log file begins, beside its size",
          spec -> spec.logs().rotation().every());
  public static final Field<Duration> LOG_MAX_AGE =
      TABLE.add(
          "logs.rotate.max_age",
          "log-max-age",
          FieldTypes.DURATION,
          Duration.ZERO,
          LIVE,
          "Old log files are deleted after this time; 0 never",
          spec -> spec.logs().rotation().maxAge());
  public static final Field<OnFull> ON_FULL =
      TABLE.add(
          "logs.on_full",
          "log-on-full",
          FieldTypes.choice(OnFull.class),
          OnFull.BLOCK,
          LIVE,
          "When the disk is full: block the program, or drop lines and count them",
          spec -> spec.logs().onFull());
  public static final Field<String> SYSLOG =
      TABLE.add(
          "logs.syslog",
          "syslog",
          FieldTypes.scalar("URL", SyslogSpec::checkedUrl, value -> value),
          "",
          LIVE,
          "Syslog server that gets each line too: udp:// tcp:// HOST:PORT, or unix:///dev/log",
          spec -> spec.logs().syslog().url());
  public static final Field<String> SYSLOG_TAG =
      TABLE.add(
          "logs.syslog_tag",
          "syslog-tag",
          FieldTypes.scalar("text", SyslogSpec::checkedTag, value -> value),
          "",
          LIVE,
          "The name in messages to syslog; the name of the service when empty",
          spec -> spec.logs().syslog().tag());
  public static final Field<List<Path>> LOG_HINTS =
      TABLE.add(
          "logs.hints",
          "log-hint",
          FieldTypes.PATHS,
          List.of(),
          LIVE,
          "Log files the program writes itself, for 'reeve logs --hints'",
          spec -> spec.logs().hints());

  static final List<Field<?>> ALL = TABLE.fields();

  private LogFields() {}
}
