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
   * sends to all of us must not end it first, nor those it sends to who is no longer in front.
   */
  private static final String GUARD =
      "trap '' INT TERM HUP QUIT TSTP TTOU TTIN; was=$(stty -g </dev/tty 2>/dev/null); echo ready"
          + " >&2; read -r word || { printf '\\033[?25h\\033[?1049l' >/dev/tty; stty \"$was\""
          + " </dev/tty; }";

  private final Output out;
  private final @Nullable Process guard;
  private boolean closed;

  private FullScreen(Output out, @Nullable Process guard) {
    this.out = out;
    this.guard = guard;
  }

  /** Takes the screen. */
  static FullScreen open(Output out) {
    FullScreen screen = new FullScreen(out, guard());
    out.add(ENTER).flush();
    return screen;
  }

  private static @Nullable Process guard() {
    try {
      Process guard =
          new ProcessBuilder("sh", "-c", GUARD)
              .redirectOutput(ProcessBuilder.Redirect.to(new File("/dev/null")))
              .start();
      // It has to know how the terminal was before anything is changed.
      if (guard.getErrorStream().read() < 0) {
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
