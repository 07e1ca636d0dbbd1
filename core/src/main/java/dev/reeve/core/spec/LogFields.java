package dev.reeve.core.spec;

import static dev.reeve.core.spec.ChangeEffect.LIVE;
import static dev.reeve.core.spec.ChangeEffect.RESTART;
import static dev.reeve.core.spec.FieldTypes.SIZE;
import static dev.reeve.core.spec.FieldTypes.YES_NO;

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
  public static final Field<OnFull> ON_FULL =
      TABLE.add(
          "logs.on_full",
          "log-on-full",
          FieldTypes.choice(OnFull.class),
          OnFull.BLOCK,
          LIVE,
          "When the disk is full: block the program, or drop lines and count them",
          spec -> spec.logs().onFull());

  static final List<Field<?>> ALL = TABLE.fields();

  private LogFields() {}
}
