package dev.reeve.cli;

import dev.reeve.api.LogLine;
import dev.reeve.api.ServiceRow;
import dev.reeve.cli.Grid.Column;
import dev.reeve.cli.Table.Cell;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** The picture of the full-screen interface. */
final class GuiView {
  private static final int NAME = 1;
  private static final String REVERSED = "7";

  private final GuiState state;
  private final Style style;
  private final ZoneId zone;
  private final GuiLayout layout;
  private final List<String> lines = new ArrayList<>();

  private GuiView(GuiState state, Style style, ZoneId zone) {
    this.state = state;
    this.style = style;
    this.zone = zone;
    this.layout = new GuiLayout(state);
  }

  /** As many lines as the screen has, none wider than it. */
  static List<String> render(GuiState state, Style style, ZoneId zone) {
    GuiView view = new GuiView(state, style, zone);
    view.head();
    switch (state.mode()) {
      case GuiMode.Details details -> view.details(details);
      case GuiMode.Help() -> view.help();
      default -> view.browse();
    }
    while (view.lines.size() < state.rows() - 1) {
      view.lines.add("");
    }
    view.lines.subList(Math.max(0, state.rows() - 1), view.lines.size()).clear();
    view.foot();
    return view.lines;
  }

  private Ink ink() {
    return Ink.of(style, state.columns());
  }

  private void head() {
    Ink ink = ink().add("Reeve", Style.BOLD).gap(2);
    List<ServiceRow> services = state.all().stream().map(Listed::service).distinct().toList();
    if (!state.filter().isEmpty()) {
      ink.add(state.shown().size() + " of " + state.all().size() + " with ");
      ink.add("'" + Clean.line(state.filter()) + "'", Style.CYAN);
    } else if (state.known()) {
      ink.add(Human.count(services.size(), "service"));
    }
    if (state.trouble().isEmpty()) {
      StateCounts.add(ink, services, daemon(0).isEmpty() ? 0 : 20);
      ink.right(daemon(ink.left() - 2), Style.DIM);
    } else {
      ink.gap(2).add(Clean.line(state.trouble()), Style.RED);
    }
    lines.add(ink.done());
  }

  /** As much of the daemon as there is room for; at least how long it has been up. */
  private String daemon(int room) {
    GuiInput.Connected daemon = state.daemon();
    if (daemon == null) {
      return "";
    }
    String text = "up " + Human.duration(state.now() - daemon.startedAt());
    for (String more : List.of("pid " + daemon.pid(), "daemon " + Clean.line(daemon.version()))) {
      String longer = more + "  " + text;
      if (Width.of(longer) > room) {
        break;
      }
      text = longer;
    }
    return text;
  }

  private void browse() {
    Grid grid = grid();
    Ink titles = ink().to(2);
    grid.titles(titles);
    lines.add(titles.done());
    int end = Math.min(state.shown().size(), state.top() + layout.listRows());
    for (int i = state.top(); i < end; i++) {
      lines.add(row(grid, i));
    }
    if (state.shown().isEmpty()) {
      String nothing =
          !state.known()
              ? ""
              : state.all().isEmpty()
                  ? "no services yet; s starts one"
                  : "no name has these letters";
      lines.add(ink().to(2).add(nothing, Style.DIM).done());
    }
    if (layout.logRows() > 0) {
      while (lines.size() < state.rows() - 1 - layout.logRows()) {
        lines.add("");
      }
      log();
    }
  }

  private Grid grid() {
    int id = 2;
    int name = 10;
    boolean health = false;
    boolean reasons = false;
    for (Listed one : state.all()) {
      id = Math.max(id, Integer.toString(one.service().id()).length());
      name = Math.max(name, Width.of(one.name()));
      health |= !one.health().equals("unknown");
      reasons |= !one.reason().isEmpty();
    }
    return new Grid(
        List.of(
            Column.fixed("ID", true, id, 1),
            new Column("NAME", false, name, 8, 0),
            Column.fixed("STATE", false, 11, 0),
            Column.fixed("HEALTH", false, health ? 9 : 0, 2),
            Column.fixed("PID", true, 7, 4),
            Column.fixed("CPU", true, 6, 6),
            Column.fixed("MEM", true, 9, 5),
            Column.fixed("RESTARTS", true, 8, 7),
            Column.fixed("UPTIME", true, 7, 3),
            new Column("REASON", false, reasons ? 80 : 0, Math.min(20, reasons ? 20 : 0), 8)),
        Math.max(1, state.columns() - 2));
  }

  private String row(Grid grid, int index) {
    Listed one = state.shown().get(index);
    boolean selected = index == state.selected();
    Ink ink = selected && !state.logsFocused() ? Ink.like(style, state.columns(), REVERSED) : ink();
    ink.add(selected ? (style.frames() ? "▸" : ">") : " ", Style.BOLD).gap(1);
    grid.row(
        ink,
        List.of(
            new Cell(Integer.toString(one.service().id()), Style.DIM),
            new Cell(Width.middle(Clean.line(one.name()), grid.width(NAME)), Style.BOLD),
            new Cell(style.signed(Clean.line(one.state())), Style.colour(one.state())),
            one.health().equals("unknown")
                ? dash(false, "")
                : new Cell(Clean.line(one.health()), Style.colour(one.health())),
            dash(!one.pid().equals("-"), one.pid()),
            dash(one.cpu() >= 0, Human.percent(one.cpu())),
            dash(one.memory() >= 0, Human.bytes(one.memory())),
            new Cell(
                Integer.toString(one.restarts()), one.restarts() > 0 ? Style.YELLOW : Style.DIM),
            dash(one.uptime() >= 0, Human.duration(one.uptime())),
            new Cell(Clean.line(one.reason()), Style.DIM)));
    return ink.done();
  }

  private static Cell dash(boolean known, String text) {
    return known ? Cell.of(text) : new Cell("-", Style.DIM);
  }

  private void log() {
    String rule = style.frames() ? "─" : "-";
    String look = state.logsFocused() ? Style.CYAN : Style.DIM;
    Ink title = ink().add(rule.repeat(2) + " ", look);
    Listed current = state.current();
    if (current != null) {
      title.add(Clean.line(current.name()), state.logsFocused() ? "1;36" : Style.BOLD).gap(2);
      title.add(streams(), Style.DIM).gap(1);
      if (!current.reason().isEmpty() && title.left() > 10) {
        title.gap(1).add(Clean.line(current.reason()), Style.colour(current.state())).gap(1);
      }
    }
    String hints = state.logsFocused() ? " tab list " : " e out/err  f flush  l hide  tab scroll ";
    if (state.above() > 0) {
      hints = " " + Human.count(state.above(), "line") + " below" + hints;
    }
    int room = title.left() - Width.of(hints) - 2;
    if (room >= 1) {
      title.add(rule.repeat(room), look).add(hints, Style.DIM).add(rule.repeat(2), look);
    } else {
      title.add(rule.repeat(Math.max(0, title.left())), look);
    }
    lines.add(title.done());
    List<LogLine> all = List.copyOf(state.log());
    int rows = layout.logRows() - 1;
    int end = Math.max(0, all.size() - state.above());
    for (LogLine line : all.subList(Math.max(0, end - rows), end)) {
      lines.add(line(line));
    }
    if (all.isEmpty() && current != null) {
      lines.add(ink().to(2).add("nothing written yet", Style.DIM).done());
    }
  }

  private String streams() {
    return switch (state.stream()) {
      case "out" -> "standard output";
      case "err" -> "standard error";
      default -> "output and errors";
    };
  }

  private String line(LogLine line) {
    Ink ink = ink();
    String at = line.at();
    if (at != null && !at.isEmpty() && state.columns() >= 60) {
      ink.add(Clean.line(Human.clock(at, zone)), Style.DIM).gap(1);
    }
    boolean error = line.stream().equals("err");
    if (state.stream().isEmpty()) {
      ink.add(error ? "!" : " ", Style.RED).gap(1);
    }
    String text = Clean.output(line.line(), style.colour()).replace("\t", "    ");
    return ink.coloured(text).done();
  }

  private void details(GuiMode.Details details) {
    if (details.lines().isEmpty()) {
      lines.add(ink().add("looking at " + Clean.line(details.name()) + " …", Style.DIM).done());
      return;
    }
    lines.add("");
    details.lines().stream()
        .skip(details.top())
        .limit(Math.max(0, layout.body() - 1))
        .forEach(line -> lines.add(ink().coloured(line).done()));
  }

  private void help() {
    lines.add("");
    for (GuiKeys.Binding binding : GuiKeys.BINDINGS) {
      Ink ink = ink().to(2).add(binding.key(), Style.BOLD).to(9);
      lines.add(ink.add(binding.meaning()).done());
    }
  }

  private void foot() {
    Ink ink = ink();
    switch (state.mode()) {
      case GuiMode.Starting(TextLine line) -> typed(ink, "start: ", line);
      case GuiMode.Filtering(TextLine line) -> typed(ink, "filter: ", line);
      case GuiMode.Deleting(String service, String question) -> ink.add(question, "1;33");
      case GuiMode.Details details -> scrolling(ink, details);
      case GuiMode.Help() -> ink.add("any key", Style.BOLD).add(" back", Style.DIM);
      case GuiMode.Browse() -> {
        if (state.message().isEmpty()) {
          hints(ink);
        } else {
          ink.add(Clean.line(state.message()), state.isBad() ? Style.RED : Style.NONE);
        }
      }
    }
    lines.add(ink.done());
  }

  private void scrolling(Ink ink, GuiMode.Details details) {
    ink.add("↑↓", Style.BOLD).add(" scroll", Style.DIM).gap(2);
    ink.add("esc", Style.BOLD).add(" back", Style.DIM);
    int below = details.lines().size() - details.top() - Math.max(0, layout.body() - 1);
    ink.right(below > 0 ? "… " + Human.count(below, "more line") : "", Style.DIM);
  }

  /** The keys that are needed most, as many as there is room for. */
  private void hints(Ink ink) {
    for (String key : List.of("enter", "s", "t", "r", "d", "/", "?", "q")) {
      for (GuiKeys.Binding binding : GuiKeys.BINDINGS) {
        boolean last = key.equals("?") || key.equals("q");
        int kept = last ? 0 : 16; // for help and quit
        int width = binding.key().length() + binding.word().length() + 3;
        if (binding.key().equals(key) && width + kept <= ink.left() + 2) {
          ink.gap(ink.used() == 0 ? 0 : 2)
              .add(key, Style.BOLD)
              .add(" " + binding.word(), Style.DIM);
        }
      }
    }
  }

  private void typed(Ink ink, String label, TextLine line) {
    ink.add(label, Style.BOLD);
    int room = Math.max(4, ink.left() - 2);
    int from = Math.max(0, line.cursor() - room);
    ink.add(Clean.line(line.text().substring(from, line.cursor())));
    String rest = line.text().substring(line.cursor());
    String under = rest.isEmpty() ? " " : rest.substring(0, rest.offsetByCodePoints(0, 1));
    ink.add(style.colour() ? Clean.line(under) : "_", REVERSED);
    if (!style.colour()) {
      ink.add(Clean.line(under));
    }
    ink.add(rest.isEmpty() ? "" : Clean.line(rest.substring(under.length())));
  }
}
