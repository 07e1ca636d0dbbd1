package dev.reeve.daemon.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** What a client sends as a request of HTTP/1.1 (RFC 9112), read within narrow bounds. */
public final class HttpRequest {
  /** Longest request line with all headers, in bytes. */
  public static final int MOST_HEAD = 8 * 1024;

  /** Longest beginning of a body that can be read, in bytes. */
  static final int MOST_BODY = 1024;

  private static final int UNREAD = 64 * 1024;

  private final Socket socket;
  private final InputStream in;
  private final Deadline deadline;
  private final byte[] buffer = new byte[MOST_HEAD + MOST_BODY];
  private int length;
  private int bodyAt;

  /**
   * Reads nothing yet.
   *
   * @param patience for all of it, from now on
   */
  public HttpRequest(Socket socket, Duration patience) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.deadline = Deadline.in(patience);
  }

  /** Reads more; false at the end. */
  private boolean more(int limit) throws IOException {
    socket.setSoTimeout(deadline.millis());
    int count = in.read(buffer, length, limit - length);
    length += Math.max(0, count);
    return count >= 0;
  }

  /**
   * The request line and the headers, with the empty line behind them.
   *
   * @return empty if they do not end, or not within {@link #MOST_HEAD}
   * @throws IOException when the connection breaks or takes too long
   */
  public Optional<String> head() throws IOException {
    int line = 0;
    int at = 0;
    while (true) {
      while (at < length) {
        if (buffer[at++] == '\n') {
          boolean blank = at - 1 == line || (at - 2 == line && buffer[line] == '\r');
          if (blank) {
            bodyAt = at;
            return Optional.of(new String(buffer, 0, at, StandardCharsets.ISO_8859_1));
          }
          line = at;
        }
      }
      if (length >= MOST_HEAD || !more(MOST_HEAD)) {
        return Optional.empty();
      }
    }
  }

  /**
   * The beginning of the body, behind {@link #head}.
   *
   * @param expected so many bytes, {@link #MOST_BODY} at most
   * @return empty if it ends before
   */
  Optional<String> body(int expected) throws IOException {
    while (length - bodyAt < expected) {
      if (!more(bodyAt + expected)) {
        return Optional.empty();
      }
    }
    return Optional.of(new String(buffer, bodyAt, expected, StandardCharsets.UTF_8));
  }

  /**
   * Ends a connection on which everything was answered: closing it with something unread would
   * reset it, and the answer be lost.
   */
  public static void finish(Socket socket) throws IOException {
    socket.shutdownOutput();
    Deadline deadline = Deadline.in(Duration.ofSeconds(1));
    byte[] rest = new byte[4096];
    int total = 0;
    int count = 0;
    while (count >= 0 && total < UNREAD) {
      socket.setSoTimeout(deadline.millis());
      count = socket.getInputStream().read(rest);
      total += count;
    }
  }
}
