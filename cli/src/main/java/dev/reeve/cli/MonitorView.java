package dev.reeve.cli;

import dev.reeve.api.Series;
import dev.reeve.api.ServiceRow;
import dev.reeve.cli.Grid.Column;
import dev.reeve.cli.Table.Cell;
import dev.reeve.cli.inspect.Machine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The picture of {@code monitor}: the machine above, instances below. */
final class MonitorView {
  /** Below this there are only two lines for the machine, and no empty ones. */
  private static final int LOW = 14;

  /** From here on there is room for what belongs together side by side. */
  private static final int BROAD = 72;

  private static final int NAME = 1;
  private static final int CPU_CURVE = 5;
  private static final int MEMORY_CURVE = 7;

  /** What rows are sorted by; what is most comes first, except for names. */
  enum Order {
    CPU,
    MEMORY,
    RESTARTS,
    UPTIME,
    NAME;

    Order next() {
      return switch (this) {
        case CPU -> MEMORY;
        case MEMORY -> RESTARTS;
        case RESTARTS -> UPTIME;
        case UPTIME -> NAME;
        case NAME -> CPU;
      };
    }

    private Comparator<Listed> order() {
      return switch (this) {
        case CPU -> Comparator.comparingDouble(Listed::cpu).reversed();
        case MEMORY -> Comparator.comparingLong(Listed::memory).reversed();
        case RESTARTS -> Comparator.comparingInt(Listed::restarts).reversed();
        case UPTIME -> Comparator.comparingLong(Listed::uptime).reversed();
        case NAME -> Comparator.comparing(Listed::name);
      };
    }

    /** For people. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    List<Listed> sorted(List<ServiceRow> services) {
      List<Listed> all = Listed.of(services);
      all.sort(order()); // stable: equal ones stay in the order of the list
      return all;
    }
  }

  /**
   * What there is to be seen.
   *
   * @param before the machine at an earlier look
   * @param rows sorted
   * @param history by {@link Listed#key}
   * @param from when the history that is shown begins, in milliseconds since 1970
   * @param trouble empty if all is well
   */
  record Picture(
      Machine machine,
      Machine before,
      List<ServiceRow> services,
      List<Listed> rows,
      Map<String, Series> history,
      long from,
      long to,
      String trouble) {}

  private final Picture picture;
  private final Style style;
  private final int width;
  private final int height;
  private final boolean curves;
  private int below;
  private final List<String> lines = new ArrayList<>();

  private MonitorView(Picture picture, Style style, int width, int height, boolean curves) {
    this.picture = picture;
    this.style = style;
    this.width = width;
    this.height = height;
    this.curves = curves;
  }

  /**
   * The lines of it.
   *
   * @param top how many rows are above the first one that is seen
   * @param height of the screen, whose last line shows the keys; 0 for all rows and no keys
   * @param curves whether braille can be shown
   */
  static List<String> lines(
      Picture picture, Order order, int top, Style style, int width, int height, boolean curves) {
    MonitorView view = new MonitorView(picture, style, width, height, curves);
    view.machine();
    view.states();
    view.rows(top);
    if (height > 0) {
      view.keys(order);
    }
    return view.lines;
  }

  /** How many columns a curve takes; 0 if there is no room. */
  static int curve(List<Listed> rows, int width) {
    return grid(rows, width, true).width(CPU_CURVE);
  }

  private boolean low() {
    return height > 0 && height < LOW;
  }

  private void machine() {
    Machine now = picture.machine();
    double cpu = now.all().percentSince(picture.before().all());
    long used = now.memoryBytes() - now.availableBytes();
    long swapped = now.swapBytes() - now.swapFreeBytes();
    String loads = "";
    for (double load : now.loads()) {
      loads += (loads.isEmpty() ? "" : "  ") + String.format(Locale.ROOT, "%.2f", load);
    }
    String memory = ofTotal(used, now.memoryBytes());
    String swap = now.swapBytes() == 0 ? "none" : ofTotal(swapped, now.swapBytes());
    String up = Human.duration(now.uptimeMillis());
    boolean broad = width >= BROAD;
    int bar = broad ? Math.clamp((width - 48) / 2, 8, 40) : Math.clamp(width - 25, 6, 40);
    int middle = 5 + bar + 20;
    Ink first = Ink.of(style, width);
    gauge(first, "cpu", cpu / 100, bar, Human.percent(cpu));
    Ink second = Ink.of(style, width);
    gauge(second, "mem", share(used, now.memoryBytes()), bar, memory);
    Ink third = broad ? first.to(middle) : Ink.of(style, width);
    third.add("load ", Style.DIM).add(loads).gap(3).add("up ", Style.DIM).add(up);
    lines.add(first.done());
    if (broad) {
      gauge(second.to(middle), "swap", share(swapped, now.swapBytes()), bar, swap);
    }
    lines.add(second.done());
    if (!broad) {
      if (!low() && now.swapBytes() > 0) {
        Ink line = Ink.of(style, width);
        gauge(line, "swap", share(swapped, now.swapBytes()), bar, swap);
        lines.add(line.done());
      }
      lines.add(third.done());
    }
    cores();
    if (!low()) {
      lines.add("");
    }
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  /** {@code 3.1 of 7.7 GB}. */
  private static String ofTotal(long part, long whole) {
    long unit = 1024;
    while (whole / unit >= 1024) {
      unit *= 1024;
    }
    return String.format(Locale.ROOT, "%.1f of ", (double) part / unit) + Human.bytes(whole);
  }

  private void gauge(Ink ink, String label, double share, int bar, String text) {
    ink.add(label, Style.DIM).gap(5 - label.length());
    bar(ink, share, bar);
    ink.gap(1).add(text);
  }

  private void bar(Ink ink, double share, int columns) {
    int full = (int) Math.round(Math.clamp(share, 0, 1) * columns);
    String colour = share >= 0.95 ? Style.RED : share >= 0.8 ? Style.YELLOW : Style.CYAN;
    ink.add((style.frames() ? "━" : "#").repeat(full), colour);
    ink.add((style.frames() ? "─" : ".").repeat(columns - full), Style.DIM);
  }

  /** A bar for each processor, if there is more than one and enough room. */
  private void cores() {
    List<Machine.Processor> cores = picture.machine().cores();
    int columns = Math.max(1, Math.min(cores.size(), width / 22));
    int needed = (cores.size() + columns - 1) / columns;
    boolean known = picture.before().cores().size() == cores.size();
    if (cores.size() < 2 || !known || (height > 0 && needed > (height - 8) / 4)) {
      return;
    }
    int cell = Math.min(45, width / columns);
    for (int row = 0; row < needed; row++) {
      Ink ink = Ink.of(style, width);
      for (int column = 0; column < columns && row + column * needed < cores.size(); column++) {
        Machine.Processor core = cores.get(row + column * needed);
        double percent = core.percentSince(picture.before().cores().get(row + column * needed));
        String name = core.name().substring("cpu".length());
        ink.to(column * cell).gap(3 - Math.min(3, name.length())).add(name, Style.DIM).gap(2);
        bar(ink, percent / 100, cell - 14);
        ink.gap(1).add(Human.percent(percent));
      }
      lines.add(ink.done());
    }
  }

  private void states() {
    Ink ink = Ink.of(style, width);
    ink.add(Human.count(picture.services().size(), "service"), Style.BOLD);
    if (picture.trouble().isEmpty()) {
      StateCounts.add(ink, picture.services(), 0);
    } else {
      ink.gap(2).add(picture.trouble(), Style.RED);
    }
    lines.add(ink.done());
  }

  private static Grid grid(List<Listed> rows, int width, boolean curves) {
    int id = 2;
    int name = 10;
    boolean health = false;
    for (Listed row : rows) {
      id = Math.max(id, Integer.toString(row.service().id()).length());
      name = Math.max(name, Width.of(row.name()));
      health |= !row.health().equals("unknown");
    }
    int most = width >= BROAD && curves ? 24 : 0;
    int least = Math.min(most, 8);
    return new Grid(
        List.of(
            Column.fixed("ID", true, id, 6),
            new Column("NAME", false, name, 8, 0),
            Column.fixed("STATE", false, 11, 0),
            health ? Column.fixed("HEALTH", false, 9, 3) : Column.fixed("", false, 0, 0),
            Column.fixed("CPU", true, 6, 0),
            new Column("15 MIN", false, most, least, 7),
            Column.fixed("MEM", true, 9, 1),
            new Column("15 MIN", false, most, least, 8),
            Column.fixed("RESTARTS", true, 8, 5),
            Column.fixed("UPTIME", true, 7, 4),
            Column.fixed("PID", true, 7, 9)),
        width);
  }

  private void rows(int top) {
    if (!low()) {
      lines.add("");
    }
    if (picture.rows().isEmpty()) {
      lines.add(Ink.of(style, width).add("there are no services", Style.DIM).done());
    } else {
      Grid grid = grid(picture.rows(), width, curves);
      Ink titles = Ink.of(style, width);
      grid.titles(titles);
      lines.add(titles.done());
      int from = Math.clamp(top, 0, Math.max(0, picture.rows().size() - 1));
      int room = height == 0 ? picture.rows().size() : Math.max(0, height - lines.size() - 1);
      below = picture.rows().size() - from - room;
      for (Listed row : picture.rows().stream().skip(from).limit(room).toList()) {
        Ink ink = Ink.of(style, width);
        grid.row(ink, cells(grid, row));
        lines.add(ink.done());
      }
    }
  }

  private List<Cell> cells(Grid grid, Listed row) {
    boolean runs = row.cpu() >= 0;
    return List.of(
        new Cell(Integer.toString(row.service().id()), Style.DIM),
        new Cell(Width.middle(Clean.line(row.name()), grid.width(NAME)), Style.BOLD),
        new Cell(style.signed(Clean.line(row.state())), Style.colour(row.state())),
        row.health().equals("unknown")
            ? dash(false, "")
            : new Cell(Clean.line(row.health()), Style.colour(row.health())),
        dash(runs, Human.percent(row.cpu())),
        new Cell(curve(row, Metric.CPU, 1, grid.width(CPU_CURVE)), Style.CYAN),
        dash(row.memory() >= 0, Human.bytes(row.memory())),
        new Cell(curve(row, Metric.MEMORY, 1024, grid.width(MEMORY_CURVE)), Style.CYAN),
        new Cell(Integer.toString(row.restarts()), row.restarts() > 0 ? Style.YELLOW : Style.DIM),
        dash(row.uptime() >= 0, Human.duration(row.uptime())),
        new Cell(row.pid(), Style.DIM));
  }

  private static Cell dash(boolean known, String text) {
    return known ? Cell.of(text) : new Cell("-", Style.DIM);
  }

  private String curve(Listed row, Metric metric, double least, int columns) {
    Series series = picture.history().get(row.key());
    return series == null || columns == 0
        ? ""
        : Spark.of(series, metric, picture.from(), picture.to(), least, columns);
  }

  private void keys(Order order) {
    while (lines.size() < height - 1) {
      lines.add("");
    }
    lines.subList(height - 1, lines.size()).clear();
    Ink ink = Ink.of(style, width);
    ink.add("q", Style.BOLD).add(" quit", Style.DIM).gap(3);
    ink.add("s", Style.BOLD).add(" sorted by " + order.word(), Style.DIM).gap(3);
    ink.add("↑↓", Style.BOLD).add(" scroll", Style.DIM);
    ink.right(below > 0 ? "… " + below + " more" : "", Style.DIM);
    lines.add(ink.done());
  }
}
