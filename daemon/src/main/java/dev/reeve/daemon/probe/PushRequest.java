package dev.reeve.daemon.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A report of health as a request of HTTP/1.1 (RFC 9112), read within narrow bounds. */
record PushRequest(String token, Push push) {
  /** What all addresses begin with. */
  static final String PATH = "/health/";

  static final int MOST_HEADERS = 8 * 1024;
  static final int MOST_BODY = 1024;
  static final int MOST_DETAIL = 512;

  /** How long one connection may last. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /** What is answered; none has a body. */
  enum Reply {
    TAKEN("204 No Content"),
    BAD("400 Bad Request"),
    UNKNOWN("404 Not Found");

    private final String status;

    Reply(String status) {
      this.status = status;
    }

    void send(Socket socket) throws IOException {
      String length = this == TAKEN ? "" : "Content-Length: 0\r\n"; // RFC 9110, 8.6
      String text = "HTTP/1.1 " + status + "\r\n" + length + "Connection: close\r\n\r\n";
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      drain(socket);
    }

    /** Closing with something unread would reset the connection, and the answer be lost. */
    private static void drain(Socket socket) throws IOException {
      Deadline deadline = Deadline.in(Duration.ofSeconds(1));
      byte[] rest = new byte[4096];
      int total = 0;
      int count = 0;
      while (count >= 0 && total < 16 * rest.length) {
        socket.setSoTimeout(deadline.millis());
        count = socket.getInputStream().read(rest);
        total += count;
      }
    }
  }

  /**
   * Reads a request.
   *
   * @return empty if it is none, or none of this kind
   * @throws IOException when the connection ends or takes too long
   */
  static Optional<PushRequest> read(Socket socket) throws IOException {
    Reader reader = new Reader(socket, Deadline.in(PATIENCE));
    String head = reader.head();
    return head == null ? Optional.empty() : reader.request(head);
  }

  private static final class Reader {
    private final Socket socket;
    private final InputStream in;
    private final Deadline deadline;
    private final byte[] buffer = new byte[MOST_HEADERS + MOST_BODY];
    private int length;
    private int bodyAt;

    Reader(Socket socket, Deadline deadline) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
      this.deadline = deadline;
    }

    /** Reads more; false at the end. */
    private boolean more(int limit) throws IOException {
      socket.setSoTimeout(deadline.millis());
      int count = in.read(buffer, length, limit - length);
      length += Math.max(0, count);
      return count >= 0;
    }

    /** The request line and the headers; null if they do not end within their bounds. */
    @Nullable String head() throws IOException {
      int line = 0;
      int at = 0;
      while (true) {
        while (at < length) {
          if (buffer[at++] == '\n') {
            boolean blank = at - 1 == line || (at - 2 == line && buffer[line] == '\r');
            if (blank) {
              bodyAt = at;
              return new String(buffer, 0, at, StandardCharsets.ISO_8859_1);
            }
            line = at;
          }
        }
        if (length >= MOST_HEADERS || !more(MOST_HEADERS)) {
          return null;
        }
      }
    }

    Optional<PushRequest> request(String head) throws IOException {
      List<String> lines = head.lines().toList();
      String[] words = lines.getFirst().split(" ", -1);
      boolean post = words.length == 3 && words[0].equals("POST");
      if (words.length != 3
          || !(post || words[0].equals("GET"))
          || !words[2].startsWith("HTTP/1.")) {
        return Optional.empty();
      }
      long expected = 0;
      for (String line : lines.subList(1, lines.size() - 1)) {
        int colon = line.indexOf(':');
        if (colon <= 0) {
          return Optional.empty();
        }
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        String value = line.substring(colon + 1).strip();
        if (name.equals("content-length")) {
          if (!value.matches("\\d{1,18}")) {
            return Optional.empty();
          }
          expected = Long.parseLong(value);
        } else if (name.equals("transfer-encoding")) {
          return Optional.empty();
        }
      }
      Optional<String> body = body((int) Math.min(MOST_BODY, expected));
      return body.flatMap(text -> PushTarget.request(words[1], post ? text : ""));
    }

    /** The beginning of the body; empty if it ends too early. */
    private Optional<String> body(int expected) throws IOException {
      while (length - bodyAt < expected) {
        if (!more(bodyAt + expected)) {
          return Optional.empty();
        }
      }
      return Optional.of(new String(buffer, bodyAt, expected, StandardCharsets.UTF_8));
    }
  }
}
