package dev.reeve.cli;

import dev.reeve.api.Series;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** History as charts, one below the other, that fit the screen. */
final class StatsView {
  /** As many curves as can be told apart. */
  static final int MOST_CURVES = 8;

  private static final String[] COLOURS = {
    Style.CYAN, Style.YELLOW, "35", Style.GREEN, "34", Style.RED, "96", "95"
  };
  private static final int WIDEST = 160;
  private static final int HIGHEST = 12;

  /** Curves are drawn through gaps of less than this many points. */
  private static final double JOINED = 2.5;

  /** The history of an instance with the times of its points in milliseconds since 1970. */
  private record Line(String name, Series series, List<Long> times) {}

  private final Call call;
  private final List<Metric> metrics;
  private final List<Line> lines;
  private final int left;
  private final boolean braille;
  private final long begin;
  private final long end;
  private final long step;
  private final int columns;
  private final int gutter;

  private StatsView(
      Call call, List<Metric> metrics, List<Line> all, long begin, long end, long step) {
    this.call = call;
    this.metrics = metrics;
    this.lines = all.size() > MOST_CURVES ? heaviest(all) : all;
    this.left = all.size() - lines.size();
    this.begin = begin;
    this.end = end;
    this.step = step;
    // Without colours the curves of several services need letters.
    this.braille =
        call.style.frames() && isUnicode(call) && (call.style.colour() || all.size() < 2);
    int widest = 0;
    for (Metric metric : metrics) {
      double top = metric.top(most(metric));
      for (int tenths = 0; tenths <= 10; tenths++) {
        widest = Math.max(widest, Width.of(metric.label(top * tenths / 10)));
      }
    }
    this.gutter = widest;
    this.columns = Math.max(10, Math.min(WIDEST, width(call)) - gutter - 1);
  }

  /** How wide it is; 80 where nobody looks. */
  static int width(Call call) {
    return call.invocation.terminal().outIsScreen() ? call.columns() : 80;
  }

  /** The locale, as setlocale(3) finds it; when it says nothing, terminals of today are Unicode. */
  static boolean isUnicode(Call call) {
    for (String variable : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
      String value = call.invocation.variable(variable);
      if (!value.isEmpty()) {
        String upper = value.toUpperCase(java.util.Locale.ROOT);
        return upper.contains("UTF-8") || upper.contains("UTF8");
      }
    }
    return true;
  }

  /**
   * Prints it.
   *
   * @param from the beginning of the time that is shown, in milliseconds since 1970
   * @param step the time of a point
   */
  static void print(
      Call call, List<Metric> metrics, List<Series> all, long from, long to, long step) {
    Map<String, Integer> instances = new HashMap<>();
    all.forEach(series -> instances.merge(series.service(), 1, Integer::sum));
    List<Line> lines = new ArrayList<>();
    for (Series series : all) {
      boolean alone = instances.getOrDefault(series.service(), 0) == 1;
      String name = alone ? series.service() : series.service() + "#" + series.instance();
      List<Long> times = new ArrayList<>(series.points().size());
      for (Series.Point point : series.points()) {
        times.add(millis(point.at()));
      }
      lines.add(new Line(Clean.line(name), series, times));
    }
    new StatsView(call, metrics, lines, from, Math.max(to, from + 1), step).print();
  }

  /** A time of a message in milliseconds since 1970. */
  static long millis(String rfc3339) {
    return OffsetDateTime.parse(rfc3339).toInstant().toEpochMilli();
  }

  /** Those that use most, in the order in which they came. */
  private List<Line> heaviest(List<Line> all) {
    double cpu = 1e-9;
    double memory = 1;
    for (Line line : all) {
      cpu = Math.max(cpu, mean(Metric.CPU, line));
      memory = Math.max(memory, mean(Metric.MEMORY, line));
    }
    double mostCpu = cpu;
    double mostMemory = memory;
    List<Line> sorted = new ArrayList<>(all);
    sorted.sort(
        Comparator.comparingDouble(
            line -> -mean(Metric.CPU, line) / mostCpu - mean(Metric.MEMORY, line) / mostMemory));
    List<Line> chosen = sorted.subList(0, MOST_CURVES);
    return all.stream().filter(chosen::contains).toList();
  }

  private static double mean(Metric metric, Line line) {
    double sum = 0;
    for (Series.Point point : line.series.points()) {
      sum += metric.of(point);
    }
    return sum / Math.max(1, line.series.points().size());
  }

  private double most(Metric metric) {
    double most = 0;
    for (Line line : lines) {
      for (Series.Point point : line.series.points()) {
        most = Math.max(most, metric.of(point));
      }
    }
    return most;
  }

  private void print() {
    List<String> legend = legend();
    legend.forEach(call.out::line);
    if (left > 0) {
      call.out.line(
          call.style.dim(
              Width.end(
                  "the "
                      + lines.size()
                      + " of "
                      + (lines.size() + left)
                      + " that use most; name others to see them",
                  gutter + 1 + columns)));
    }
    // One line for the next prompt, one for the axis of time.
    int used = legend.size() + (left > 0 ? 1 : 0) + 2;
    int high = (call.rows() - used) / metrics.size() - 1;
    int rows = call.invocation.terminal().outIsScreen() ? Math.clamp(high, 2, HIGHEST) : 6;
    for (Metric metric : metrics) {
      title(metric);
      double top = metric.top(most(metric));
      List<Chart.Curve> curves = new ArrayList<>();
      for (int i = 0; i < lines.size(); i++) {
        curves.add(new Chart.Curve(values(metric, lines.get(i)), COLOURS[i]));
      }
      Chart.draw(
          call.out,
          call.style,
          braille,
          new Chart.Axis(top, metric::label),
          curves,
          gutter,
          columns,
          rows);
    }
    Chart.timeAxis(call.out, call.style, braille, times(), gutter, columns);
  }

  /** Which curve is whose; nothing where the title can say it. */
  private List<String> legend() {
    List<String> rows = new ArrayList<>();
    StringBuilder row = new StringBuilder();
    int width = 0;
    for (int i = 0; i < lines.size() && lines.size() > 1; i++) {
      String name = Width.middle(lines.get(i).name, 24);
      int needed = Chart.mark(braille, i).length() + 1 + Width.of(name);
      if (width > 0 && width + 2 + needed > gutter + 1 + columns) {
        rows.add(row.toString());
        row.setLength(0);
        width = 0;
      }
      width += needed + (width > 0 ? 2 : 0);
      row.append(row.isEmpty() ? "" : "  ")
          .append(call.style.paint(Chart.mark(braille, i), COLOURS[i]))
          .append(' ')
          .append(name);
    }
    if (!row.isEmpty()) {
      rows.add(row.toString());
    }
    return rows;
  }

  private void title(Metric metric) {
    String who = lines.size() == 1 ? lines.getFirst().name + ": " : "";
    String said = summary(metric);
    int room = gutter + 1 + columns;
    String title = Width.end(who + metric.title(), room);
    room -= Width.of(title);
    call.out.add(call.style.bold(title));
    if (!metric.unit().isEmpty() && metric.unit().length() + 1 + said.length() + 2 <= room) {
      call.out.add(call.style.dim(" " + metric.unit()));
      room -= metric.unit().length() + 1;
    }
    if (said.length() + 2 <= room) {
      call.out.repeat(' ', room - Width.of(said)).add(call.style.dim(said));
    }
    call.out.end();
  }

  /** The latest and the greatest value. */
  private String summary(Metric metric) {
    double peak = -1;
    String whose = "";
    for (Line line : lines) {
      for (Series.Point point : line.series.points()) {
        if (metric.of(point) > peak) {
          peak = metric.of(point);
          whose = line.name;
        }
      }
    }
    if (peak < 0) {
      return "";
    }
    String most = "peak " + metric.text(peak);
    if (lines.size() > 1) {
      return most + " (" + Width.middle(whose, 24) + ")";
    }
    Series.Point last = lines.getFirst().series.points().getLast();
    return "now " + metric.text(metric.of(last)) + "  " + most;
  }

  /** A value for each place of the chart. */
  private double[] values(Metric metric, Line line) {
    int n = Chart.resolution(braille, columns);
    double[] values = new double[n];
    Arrays.fill(values, Double.NaN);
    int before = -1;
    for (int i = 0; i < line.times.size(); i++) {
      long time = line.times.get(i);
      double value = metric.of(line.series.points().get(i));
      int x = (int) Math.min(n - 1L, (time - begin) * n / (end - begin));
      if (x < 0) {
        continue;
      }
      values[x] = Double.isNaN(values[x]) ? value : Math.max(values[x], value);
      boolean joined = before >= 0 && time - line.times.get(i - 1) <= JOINED * step;
      for (int at = before + 1; joined && at < x; at++) {
        values[at] = values[before] + (values[x] - values[before]) * (at - before) / (x - before);
      }
      before = x;
    }
    return values;
  }

  private List<String> times() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      texts.add(time(begin + (end - begin) * i / 4));
    }
    texts.add("now");
    return columns >= 50 ? texts : List.of(texts.getFirst(), texts.getLast());
  }

  private String time(long millis) {
    ZoneId zone = call.zone();
    ZonedDateTime time = Instant.ofEpochMilli(millis).atZone(zone);
    String text = two(time.getHour()) + ":" + two(time.getMinute());
    return end - begin < 8 * 60_000 ? text + ":" + two(time.getSecond()) : text;
  }

  private static String two(int n) {
    return n < 10 ? "0" + n : Integer.toString(n);
  }
}
