package dev.reeve.cli;

import dev.reeve.api.LogLine;
import dev.reeve.cli.GuiInput.Connected;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The full-screen interface: what is seen and what keys do to it. Nothing here reads, writes or
 * waits; {@link GuiCommand} brings news and carries out the orders.
 */
final class GuiState {
  /** So many lines of a log are kept. */
  static final int MOST_LINES = 2000;

  /** What is longer says nothing on a screen. */
  private static final int LONGEST_LINE = 4096;

  /** So long a daemon may say nothing, in milliseconds. */
  private static final long PATIENCE = 10_000;

  /** So long a message is shown, in milliseconds, unless a key is typed before. */
  private static final long SHOWN = 10_000;

  /** What a message ends with that stays until something is done. */
  static final String UNDER_WAY = " …";

  /** Which streams are shown, in the order of the key. */
  private static final List<String> STREAMS = List.of("", "out", "err");

  private int columns = 80;
  private int rows = 24;
  private List<Listed> all = List.of();
  private List<Listed> shown = List.of();
  private boolean known;
  private String filter = "";
  private int selected;
  private int top;
  private GuiMode mode = new GuiMode.Browse();
  private boolean logsFocused;
  private boolean logsShown = true;
  private String stream = "";
  private int streamNumber;
  private final Deque<LogLine> log = new ArrayDeque<>();

  /** How many lines of the log are below the last one that is seen; 0 follows it. */
  private int above;

  private String message = "";
  private long told;
  private boolean bad;
  private String trouble = "";
  private @Nullable Connected daemon;
  private long now;

  /** When the last list came. */
  private long heard;

  private final List<GuiOrder> orders = new ArrayList<>();

  int columns() {
    return columns;
  }

  int rows() {
    return rows;
  }

  /** All instances of all services. */
  List<Listed> all() {
    return all;
  }

  /** Those that the filter lets through. */
  List<Listed> shown() {
    return shown;
  }

  /** Whether the list has come yet. */
  boolean known() {
    return known;
  }

  String filter() {
    return filter;
  }

  /** Which of the shown ones; of no meaning if there is none. */
  int selected() {
    return selected;
  }

  /** The first one on the screen. */
  int top() {
    return top;
  }

  GuiMode mode() {
    return mode;
  }

  boolean logsFocused() {
    return logsFocused;
  }

  boolean logsShown() {
    return logsShown;
  }

  Deque<LogLine> log() {
    return log;
  }

  int above() {
    return above;
  }

  String message() {
    return message;
  }

  boolean isBad() {
    return bad;
  }

  String trouble() {
    return trouble;
  }

  @Nullable Connected daemon() {
    return daemon;
  }

  long now() {
    return now;
  }

  /** {@code out}, {@code err}, or empty for both. */
  String stream() {
    return stream;
  }

  /** Grows each time another stream of logs is wanted. */
  int streamNumber() {
    return streamNumber;
  }

  /** The one that keys are about; null if there is none. */
  @Nullable Listed current() {
    return shown.isEmpty() ? null : shown.get(selected);
  }

  /** Whose log is wanted; empty for none. */
  String followed() {
    Listed current = current();
    return current == null || !logsShown ? "" : current.name();
  }

  /** The service whose details are wanted; empty for none. */
  String described() {
    return mode instanceof GuiMode.Details details ? details.name() : "";
  }

  /** What is to be done now, each once. */
  List<GuiOrder> takeOrders() {
    List<GuiOrder> taken = List.copyOf(orders);
    orders.clear();
    return taken;
  }

  /** Takes in what has happened. */
  GuiState handle(GuiInput input) {
    String before = followed();
    switch (input) {
      case GuiInput.Typed(Key key) -> new GuiKeys(this).typed(key);
      case GuiInput.Sized(int newColumns, int newRows) -> {
        columns = newColumns;
        rows = newRows;
      }
      case GuiInput.Services(var services) -> {
        all = Listed.of(services);
        known = true;
        trouble = "";
        heard = now;
        choose();
      }
      case Connected connected -> {
        daemon = connected;
        trouble = "";
        restartLog();
      }
      case GuiInput.Trouble(String text) -> trouble = text;
      case GuiInput.Logged(int number, var lines) -> {
        if (number == streamNumber) {
          lines.forEach(this::log);
        }
      }
      case GuiInput.Described(String name, var lines) -> {
        if (mode instanceof GuiMode.Details(String wanted, var old, int at)
            && wanted.equals(name)) {
          mode = new GuiMode.Details(name, lines, Math.clamp(at, 0, Math.max(0, lines.size() - 1)));
        }
      }
      case GuiInput.Told(String verb, String text, boolean isBad) -> {
        tell(text, isBad);
        if (verb.equals("flush") && !isBad) {
          restartLog();
        }
      }
      case GuiInput.Clock(long time) -> {
        now = time;
        if (now - told > SHOWN && !message.endsWith(UNDER_WAY)) {
          tell("", false);
        }
        if (known && heard > 0 && now - heard > PATIENCE) {
          trouble = "the daemon does not answer";
        }
      }
    }
    if (!before.equals(followed())) {
      restartLog();
    }
    scroll();
    return this;
  }

  private void log(LogLine line) {
    String text = line.line();
    log.addLast(
        text.length() <= LONGEST_LINE
            ? line
            : new LogLine(
                line.at(),
                line.service(),
                line.instance(),
                line.stream(),
                text.substring(0, LONGEST_LINE)));
    if (log.size() > MOST_LINES) {
      log.removeFirst();
    }
    // Who looks at older lines goes on seeing them.
    above = above == 0 ? 0 : Math.min(above + 1, log.size() - 1);
  }

  private void restartLog() {
    streamNumber++;
    log.clear();
    above = 0;
  }

  /** The same instance stays selected, wherever it is now. */
  private void choose() {
    Listed was = current();
    String part = filter.toLowerCase(Locale.ROOT);
    shown =
        part.isEmpty()
            ? all
            : all.stream()
                .filter(one -> one.name().toLowerCase(Locale.ROOT).contains(part))
                .toList();
    for (int i = 0; was != null && i < shown.size(); i++) {
      if (shown.get(i).key().equals(was.key())) {
        selected = i;
        return;
      }
    }
    selected = Math.clamp(selected, 0, Math.max(0, shown.size() - 1));
  }

  private void scroll() {
    int room = new GuiLayout(this).listRows();
    top = Math.clamp(top, Math.max(0, selected - room + 1), Math.max(0, selected));
    top = Math.clamp(top, 0, Math.max(0, shown.size() - room));
  }

  // What keys do; see GuiKeys.

  void order(GuiOrder order) {
    orders.add(order);
  }

  void mode(GuiMode next) {
    mode = next;
  }

  void tell(String text, boolean isBad) {
    told = now;
    message = text;
    bad = isBad;
  }

  void filter(String part) {
    Listed was = current();
    filter = part;
    choose();
    Listed now = current();
    if (was != null && now != null && !was.key().equals(now.key())) {
      selected = 0; // it is not among them: the first one is
    }
  }

  void select(long index) {
    selected = Math.clamp(index, 0, Math.max(0, shown.size() - 1));
  }

  void scrollLog(long lines) {
    above = Math.clamp(above + lines, 0, Math.max(0, log.size() - 1));
  }

  void focusLogs(boolean logs) {
    logsFocused = logs && logsShown;
  }

  void showLogs(boolean show) {
    logsShown = show;
    logsFocused &= show;
  }

  void nextStream() {
    stream = STREAMS.get((STREAMS.indexOf(stream) + 1) % STREAMS.size());
    restartLog();
  }
}
