package dev.reeve.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Text on its way to a stream, as UTF-8, written in large pieces. */
final class Output {
  private static final int PIECE = 16 * 1024;

  private final OutputStream stream;
  private final StringBuilder waiting = new StringBuilder();

  Output(OutputStream stream) {
    this.stream = stream;
  }

  /** The stream takes nothing more. */
  static final class Closed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Closed(IOException cause) {
      super(cause.getMessage(), cause);
    }

    /** Whether the reader has seen enough, as {@code head} does, which is no error. */
    boolean readerLeft() {
      return String.valueOf(getMessage()).contains("Broken pipe");
    }
  }

  Output add(String text) {
    waiting.append(text);
    return this;
  }

  Output add(char c) {
    waiting.append(c);
    return this;
  }

  Output repeat(char c, int times) {
    waiting.repeat(c, Math.max(0, times));
    return this;
  }

  /** Ends the line. */
  Output end() {
    waiting.append('\n');
    if (waiting.length() > PIECE) {
      flush();
    }
    return this;
  }

  Output line(String text) {
    return add(text).end();
  }

  /**
   * Hands everything over.
   *
   * @throws Closed if that is not possible
   */
  void flush() {
    if (waiting.isEmpty()) {
      return;
    }
    byte[] bytes = waiting.toString().getBytes(StandardCharsets.UTF_8);
    waiting.setLength(0);
    try {
      stream.write(bytes);
      stream.flush();
    } catch (IOException e) {
      throw new Closed(e);
    }
  }
}
