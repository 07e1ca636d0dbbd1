package dev.reeve.core.spec;

import static dev.reeve.core.spec.ChangeEffect.LIVE;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** The fields below {@code resources}. */
public final class ResourceFields {
  private static final String UNLIMITED = "max";

  /** The kernel takes no share of less than a hundredth of a core. */
  private static final long LEAST_CPU = 10;

  private static final long MOST_CPU = 10_000_000;

  private static final FieldType<Long> CPU =
      FieldTypes.scalar("cores or max", ResourceFields::cores, ResourceFields::coresText);
  private static final FieldType<Long> BYTES =
      FieldTypes.scalar(
          "size or max",
          text -> text.equals(UNLIMITED) ? ResourceSpec.MAX : Sizes.parse(text),
          bytes -> bytes == ResourceSpec.MAX ? UNLIMITED : Sizes.format(bytes));
  private static final FieldType<Long> COUNT =
      FieldTypes.scalar(
          "whole number or max",
          ResourceFields::count,
          n -> n == ResourceSpec.MAX ? (Object) UNLIMITED : n);

  private static final FieldTable TABLE = new FieldTable();

  public static final Field<Long> CPU_LIMIT =
      TABLE.add(
          "resources.cpu",
          "cpu",
          CPU,
          ResourceSpec.MAX,
          LIVE,
          "Processor cores for all of its instances together, such as 1.5 or 100m",
          spec -> spec.resources().cpu());
  public static final Field<Long> MEMORY =
      TABLE.add(
          "resources.memory",
          "memory",
          BYTES,
          ResourceSpec.MAX,
          LIVE,
          "Memory for all of its instances together; what needs more is killed",
          spec -> spec.resources().memory());
  public static final Field<Long> SWAP =
      TABLE.add(
          "resources.swap",
          "swap",
          BYTES,
          ResourceSpec.MAX,
          LIVE,
          "Swap space for all of its instances together; 0 is none",
          spec -> spec.resources().swap());
  public static final Field<Long> PIDS =
      TABLE.add(
          "resources.pids",
          "pids",
          COUNT,
          ResourceSpec.MAX,
          LIVE,
          "Processes and threads for all of its instances together",
          spec -> spec.resources().pids());
  public static final Field<Integer> IO_WEIGHT =
      TABLE.add(
          "resources.io_weight",
          "io-weight",
          FieldTypes.integer(1, 10_000),
          ResourceSpec.USUAL_IO_WEIGHT,
          LIVE,
          "Share of busy disks beside that of others",
          spec -> spec.resources().ioWeight());
  public static final Field<Integer> NOFILE =
      TABLE.add(
          "resources.nofile",
          "nofile",
          FieldTypes.integer(0, 1_073_741_816),
          0,
          LIVE,
          "Files that each process may have open; 0 is what the daemon was given",
          spec -> spec.resources().nofile());
  public static final Field<Integer> NICE =
      TABLE.add(
          "resources.nice",
          "nice",
          FieldTypes.integer(-20, 19),
          0,
          LIVE,
          "Processor time goes to the lower number first; 0 is that of the daemon",
          spec -> spec.resources().nice());
  public static final Field<Integer> OOM_SCORE =
      TABLE.add(
          "resources.oom_score",
          "oom-score",
          FieldTypes.integer(-1000, 1000),
          0,
          LIVE,
          "When the machine has no memory left, the higher one is killed first",
          spec -> spec.resources().oomScore());
  public static final Field<ResourceSpec.OnOom> OOM =
      TABLE.add(
          "resources.oom",
          "oom",
          FieldTypes.choice(ResourceSpec.OnOom.class),
          ResourceSpec.OnOom.RESTART,
          LIVE,
          "After it was killed for want of memory: what the restart policy says, or nothing",
          spec -> spec.resources().oom());

  static final List<Field<?>> ALL = TABLE.fields();

  private ResourceFields() {}

  private static Long cores(String text) throws Unreadable {
    if (text.equals(UNLIMITED)) {
      return ResourceSpec.MAX;
    }
    boolean thousandths = text.endsWith("m");
    String number = thousandths ? text.substring(0, text.length() - 1) : text;
    if (!number.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
      throw new Unreadable("is not a number of cores: write it like 2, 0.5, 100m or max");
    }
    BigDecimal cores = new BigDecimal(number);
    long milli =
        (thousandths ? cores : cores.movePointRight(3))
            .setScale(0, RoundingMode.HALF_UP)
            .longValue();
    if (milli < LEAST_CPU || milli > MOST_CPU) {
      throw new Unreadable("must be from 10m to 10000 cores");
    }
    return milli;
  }

  private static Object coresText(long milli) {
    if (milli == ResourceSpec.MAX) {
      return UNLIMITED;
    }
    return milli % 1000 == 0 ? (Object) (milli / 1000) : milli + "m";
  }

  private static Long count(String text) throws Unreadable {
    if (text.equals(UNLIMITED)) {
      return ResourceSpec.MAX;
    }
    if (!text.matches("[0-9]{1,7}") || Integer.parseInt(text) < 1) {
      throw new Unreadable("must be a whole number from 1 to 9999999, or max");
    }
    return Long.valueOf(text);
  }
}
