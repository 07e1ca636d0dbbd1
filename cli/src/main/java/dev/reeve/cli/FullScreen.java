package dev.reeve.cli;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The alternate screen of a terminal (xterm's private mode 1049) without a cursor, painted again
 * and again. What was on the screen before comes back at the end, whatever the end is: a shell
 * waits beside this process, and when it hears nothing from it any more it puts things right.
 */
final class FullScreen implements AutoCloseable {
  private static final String ENTER = "\033[?1049h\033[?25l";
  private static final String LEAVE = "\033[?25h\033[?1049l";

  /**
   * Reads one word from its input. No word means that we were killed. Signals that the terminal
   * sends to all of us must not end it first, nor those it sends to who is no longer in front. It
   * touches the terminal only as long as that is as we left it: a shell may have taken it back.
   */
  private static final String GUARD =
      """
      trap '' INT TERM HUP QUIT TSTP TTOU TTIN
      if true </dev/tty; then exec 3<>/dev/tty; else exec 3</dev/null; fi
      was=$(stty -g <&3)
      [ "$1" != keys ] || stty -echo -icanon -isig -iexten -ixon -icrnl min 1 time 0 <&3
      ours=$(stty -g <&3)
      echo ready
      read -r word || printf '\\033[?25h\\033[?1049l' >&3
      [ "$was" = "$ours" ] || [ "$(stty -g <&3)" != "$ours" ] || stty "$was" <&3
      """;

  private final Output out;
  private final @Nullable Process guard;
  private boolean closed;
  private List<String> shown = List.of();

  private FullScreen(Output out, @Nullable Process guard) {
    this.out = out;
    this.guard = guard;
  }

  /** Takes the screen. */
  static FullScreen open(Output out) {
    return open(out, "");
  }

  /** Takes the screen and the keyboard: each key comes as it is typed, Control-C, too. */
  static FullScreen withKeys(Output out) {
    return open(out, "keys");
  }

  private static FullScreen open(Output out, String what) {
    FullScreen screen = new FullScreen(out, guard(what));
    out.add(ENTER).flush();
    return screen;
  }

  private static @Nullable Process guard(String what) {
    try {
      Process guard =
          new ProcessBuilder("sh", "-c", GUARD, "sh", what)
              .redirectError(ProcessBuilder.Redirect.to(new File("/dev/null")))
              .start();
      // It has to know how the terminal was before anything is changed.
      if (guard.getInputStream().read() < 0) {
        return null;
      }
      return guard;
    } catch (IOException e) {
      return null; // without a shell a kill leaves the screen as it is
    }
  }

  /** Shows these lines, from the top; what was there before is gone. */
  void paint(List<String> lines, int rows) {
    out.add("\033[H");
    for (int i = 0; i < lines.size() && i < rows; i++) {
      out.add(i == 0 ? "" : "\r\n").add(lines.get(i)).add("\033[K");
    }
    out.add("\033[J").flush();
  }

  /** Shows these lines, but writes only those that are not there yet. */
  void show(List<String> lines, int rows) {
    boolean anew = shown.isEmpty();
    out.add(anew ? "\033[H\033[2J" : "");
    for (int i = 0; i < rows; i++) {
      String line = i < lines.size() ? lines.get(i) : "";
      String before = i < shown.size() ? shown.get(i) : "";
      if (!line.equals(before)) {
        // Erased first: behind the last column of a line there is nothing to be erased.
        out.add("\033[" + (i + 1) + ";1H\033[K").add(line);
      }
    }
    shown = List.copyOf(lines.subList(0, Math.min(rows, lines.size())));
    out.flush();
  }

  /** What is shown next is painted as a whole: the screen has another size, or was disturbed. */
  void forget() {
    shown = List.of();
  }

  /** Gives the screen back. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    out.add(LEAVE).flush();
    if (guard != null) {
      try (OutputStream word = guard.getOutputStream()) {
        word.write("done\n".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        return; // it is gone, and nothing is left to be put right
      }
      try {
        guard.waitFor(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
