package dev.reeve.cli;

import dev.reeve.api.Progress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Shows on a terminal how far services are while an action goes on: a line each, replaced in place,
 * and gone when the action is done. What is quick shows nothing at all.
 */
final class ProgressView implements AutoCloseable, Consumer<Progress> {
  private static final long QUICK_MILLIS = 200;
  private static final long TICK_MILLIS = 100;
  private static final int MOST_LINES = 8;
  private static final String SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

  private final Call call;
  private final Style style;
  private final String doing;
  private final String goesOn;
  private final Map<String, Progress> latest = new LinkedHashMap<>();
  private final Thread painter;
  private final long begin = System.nanoTime();
  private int lines;
  private int tick;
  private boolean closed;

  private ProgressView(Call call, String doing, String goesOn) {
    this.call = call;
    this.doing = doing;
    this.goesOn = goesOn;
    this.style = call.errStyle();
    this.painter = new Thread(this::paintOnAndOn, "progress");
    painter.setDaemon(true);
  }

  /**
   * Begins to show, if anybody looks.
   *
   * @param doing such as {@code starting}
   */
  static ProgressView open(Call call, String doing) {
    return open(call, doing, "");
  }

  /**
   * Begins to show, if anybody looks, something that goes on when nobody waits for it any more.
   *
   * @param verb what goes on, such as {@code start}
   * @param targets of which services
   */
  static ProgressView open(Call call, String doing, String verb, List<String> targets) {
    String where = targets.size() == 1 ? "status " + Clean.line(targets.getFirst()) : "list";
    return open(call, doing, "the " + verb + " goes on ('reeve " + where + "')");
  }

  private static ProgressView open(Call call, String doing, String goesOn) {
    ProgressView view = new ProgressView(call, doing, goesOn);
    call.invocation.terminal().interrupted().accept(view::interrupted);
    if (view.style.frames() && !call.json() && !call.quiet()) {
      view.painter.start();
    }
    return view;
  }

  @Override
  public synchronized void accept(Progress progress) {
    latest.put(progress.target(), progress);
  }

  private synchronized void paintOnAndOn() {
    try {
      while (!closed) {
        if (System.nanoTime() - begin > QUICK_MILLIS * 1_000_000) {
          paint();
        }
        wait(TICK_MILLIS);
      }
    } catch (InterruptedException | Output.Closed e) {
      Thread.currentThread().interrupt(); // nobody looks any more
    }
  }

  private void paint() {
    erase();
    int width = Math.max(20, call.invocation.terminal().columns().getAsInt()) - 1;
    String spin =
        style.paint(String.valueOf(SPINNER.charAt(tick++ % SPINNER.length())), Style.CYAN);
    long seconds = (System.nanoTime() - begin) / 1_000_000_000;
    call.err.add(spin).add(' ').add(doing);
    call.err.line(seconds > 0 ? " " + style.dim(seconds + "s") : "");
    lines = 1;
    int skipped = Math.max(0, latest.size() - MOST_LINES);
    int at = 0;
    for (Progress progress : latest.values()) {
      if (at++ < skipped) {
        continue;
      }
      String text = Clean.line(progress.target() + ": " + style.signed(progress.state()));
      String reason = progress.reason().isEmpty() ? "" : ", " + Clean.line(progress.reason());
      call.err.line(
          "  " + style.paint(Width.end(text + reason, width - 2), Style.colour(progress.state())));
      lines++;
    }
    call.err.flush();
  }

  private void erase() {
    if (lines > 0) {
      // The terminal may have echoed ^C, so the cursor need not be at the beginning of the line.
      call.err.add("\r\033[").add(Integer.toString(lines)).add("A\033[J");
      lines = 0;
    }
  }

  /** Somebody has waited long enough. */
  private synchronized void interrupted() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      erase();
      if (!goesOn.isEmpty() && !call.quiet()) {
        call.err.line("reeve: not waiting any longer; " + goesOn);
      }
      call.err.flush();
    } catch (Output.Closed e) {
      // The terminal is gone, which may be why this is called: nobody is left to be told.
    }
  }

  /** Takes everything off the screen again. */
  @Override
  public synchronized void close() {
    closed = true;
    if (lines > 0) {
      erase();
      call.err.flush();
    }
    notifyAll();
  }
}
