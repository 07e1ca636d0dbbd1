package dev.reeve.cli;

import dev.reeve.api.ServiceRow;
import java.util.List;

/** What each key does. */
final class GuiKeys {
  /** A key and what it does, for people. */
  record Binding(String key, String word, String meaning) {}

  /** In the order in which they are shown. */
  static final List<Binding> BINDINGS =
      List.of(
          new Binding("↑↓", "", "select; also k and j, PgUp, PgDn, Home, End"),
          new Binding("enter", "details", "everything about the selected service"),
          new Binding("s", "start", "start: what is typed is a command line, a file or a service"),
          new Binding("t", "stop", "stop the selected instance"),
          new Binding("r", "restart", "restart it; one that does not run is started"),
          new Binding("d", "delete", "stop the service and forget it, after a question"),
          new Binding("f", "flush", "clear its log files"),
          new Binding("l", "logs", "show the log, or not"),
          new Binding("e", "out/err", "both streams, standard output, standard error"),
          new Binding("/", "filter", "only names with these letters; escape shows all again"),
          new Binding("tab", "pane", "the arrows move in the list, or in the log"),
          new Binding("?", "help", "this"),
          new Binding("q", "quit", "leave; also Ctrl-C. Services go on"));

  private final GuiState state;

  GuiKeys(GuiState state) {
    this.state = state;
  }

  void typed(Key key) {
    if (key.kind() == Key.Kind.INTERRUPT) {
      state.order(new GuiOrder.Quit());
      return;
    }
    if (key.kind() == Key.Kind.REDRAW) {
      state.order(new GuiOrder.Repaint());
      return;
    }
    switch (state.mode()) {
      case GuiMode.Browse() -> browse(key);
      case GuiMode.Starting(TextLine line) -> starting(line, key);
      case GuiMode.Filtering(TextLine line) -> filtering(line, key);
      case GuiMode.Deleting(String service, String question) -> deleting(service, key);
      case GuiMode.Details details -> details(details, key);
      case GuiMode.Help() -> state.mode(new GuiMode.Browse());
    }
  }

  private void browse(Key key) {
    state.tell("", false);
    if (state.logsFocused() ? movesLog(key) : movesList(key)) {
      return;
    }
    switch (key.kind()) {
      case TAB -> state.focusLogs(!state.logsFocused());
      case ENTER -> describe();
      case ESCAPE -> {
        state.filter("");
        state.focusLogs(false);
      }
      case CHARACTER -> letter(key.point());
      default -> state.tell("", false);
    }
  }

  private void letter(int point) {
    switch (point) {
      case 'q', 'Q' -> state.order(new GuiOrder.Quit());
      case 's' -> state.mode(new GuiMode.Starting(TextLine.of("")));
      case 't' -> act("stop", "stopping");
      case 'r' -> act("restart", "restarting");
      case 'f' -> act("flush", "clearing the log of");
      case 'd' -> askToDelete();
      case 'l' -> state.showLogs(!state.logsShown());
      case 'e' -> state.nextStream();
      case '/' -> state.mode(new GuiMode.Filtering(TextLine.of(state.filter())));
      case '?', 'h' -> state.mode(new GuiMode.Help());
      default -> state.tell("", false);
    }
  }

  private boolean movesList(Key key) {
    int page = Math.max(1, new GuiLayout(state).listRows() - 1);
    long at = state.selected();
    switch (key.kind()) {
      case UP -> state.select(at - 1);
      case DOWN -> state.select(at + 1);
      case PAGE_UP -> state.select(at - page);
      case PAGE_DOWN -> state.select(at + page);
      case HOME -> state.select(0);
      case END -> state.select(Integer.MAX_VALUE);
      default -> {
        if (!key.is('j') && !key.is('k')) {
          return false;
        }
        state.select(key.is('j') ? at + 1 : at - 1);
      }
    }
    return true;
  }

  private boolean movesLog(Key key) {
    int page = Math.max(1, new GuiLayout(state).logRows() - 2);
    switch (key.kind()) {
      case UP -> state.scrollLog(1);
      case DOWN -> state.scrollLog(-1);
      case PAGE_UP -> state.scrollLog(page);
      case PAGE_DOWN -> state.scrollLog(-page);
      case HOME -> state.scrollLog(Integer.MAX_VALUE);
      case END -> state.scrollLog(Integer.MIN_VALUE);
      default -> {
        if (!key.is('j') && !key.is('k')) {
          return false;
        }
        state.scrollLog(key.is('k') ? 1 : -1);
      }
    }
    return true;
  }

  private void act(String verb, String doing) {
    Listed current = state.current();
    if (current != null) {
      state.order(new GuiOrder.Act(verb, current.name()));
      state.tell(doing + " " + Clean.line(current.name()) + GuiState.UNDER_WAY, false);
    }
  }

  private void describe() {
    Listed current = state.current();
    if (current != null) {
      state.mode(new GuiMode.Details(current.service().name(), List.of(), 0));
    }
  }

  private void askToDelete() {
    Listed current = state.current();
    if (current != null) {
      ServiceRow service = current.service();
      int instances = service.instances().size();
      String all = instances > 1 ? " with its " + instances + " instances" : "";
      state.mode(
          new GuiMode.Deleting(
              service.name(), "stop and delete " + Clean.line(service.name()) + all + "? y/n"));
    }
  }

  private void deleting(String service, Key key) {
    state.mode(new GuiMode.Browse());
    if (key.is('y') || key.is('Y')) {
      state.order(new GuiOrder.Act("delete", service));
      state.tell("deleting " + Clean.line(service) + GuiState.UNDER_WAY, false);
    } else {
      state.tell(Clean.line(service) + " stays", false);
    }
  }

  private void starting(TextLine line, Key key) {
    switch (key.kind()) {
      case ESCAPE -> state.mode(new GuiMode.Browse());
      case ENTER -> {
        state.mode(new GuiMode.Browse());
        String text = line.text().strip();
        if (!text.isEmpty()) {
          state.order(new GuiOrder.Start(text));
          state.tell("starting " + Clean.line(text) + GuiState.UNDER_WAY, false);
        }
      }
      default -> state.mode(new GuiMode.Starting(line.typed(key)));
    }
  }

  private void filtering(TextLine line, Key key) {
    switch (key.kind()) {
      case ESCAPE -> {
        state.filter("");
        state.mode(new GuiMode.Browse());
      }
      case ENTER -> state.mode(new GuiMode.Browse());
      case UP -> state.select(state.selected() - 1L);
      case DOWN -> state.select(state.selected() + 1L);
      default -> {
        TextLine next = line.typed(key);
        state.filter(next.text());
        state.mode(new GuiMode.Filtering(next));
      }
    }
  }

  private void details(GuiMode.Details details, Key key) {
    int page = Math.max(1, new GuiLayout(state).body() - 1);
    int last = Math.max(0, details.lines().size() - page);
    long to =
        switch (key.kind()) {
          case UP -> details.top() - 1L;
          case DOWN -> details.top() + 1L;
          case PAGE_UP -> (long) details.top() - page;
          case PAGE_DOWN -> (long) details.top() + page;
          case HOME -> 0L;
          case END -> (long) last;
          default ->
              key.is('j') ? details.top() + 1L : key.is('k') ? details.top() - 1L : Long.MIN_VALUE;
        };
    boolean leaves = key.kind() == Key.Kind.ESCAPE || key.kind() == Key.Kind.ENTER || key.is('q');
    if (leaves) {
      state.mode(new GuiMode.Browse());
    } else if (to != Long.MIN_VALUE) {
      state.mode(new GuiMode.Details(details.name(), details.lines(), Math.clamp(to, 0, last)));
    }
  }
}
