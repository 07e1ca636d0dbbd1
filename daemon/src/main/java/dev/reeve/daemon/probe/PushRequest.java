package dev.reeve.daemon.probe;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A report of health as a request of HTTP/1.1 (RFC 9112), read within narrow bounds. */
record PushRequest(String token, Push push) {
  /** What all addresses begin with. */
  static final String PATH = "/health/";

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
      HttpRequest.finish(socket);
    }
  }

  /**
   * Reads a request.
   *
   * @return empty if it is none, or none of this kind
   * @throws IOException when the connection ends or takes too long
   */
  static Optional<PushRequest> read(Socket socket) throws IOException {
    HttpRequest request = new HttpRequest(socket, PATIENCE);
    Optional<String> head = request.head();
    return head.isEmpty() ? Optional.empty() : of(head.get(), request);
  }

  private static Optional<PushRequest> of(String head, HttpRequest request) throws IOException {
    List<String> lines = head.lines().toList();
    String[] words = lines.getFirst().split(" ", -1);
    boolean post = words.length == 3 && words[0].equals("POST");
    if (words.length != 3 || !(post || words[0].equals("GET")) || !words[2].startsWith("HTTP/1.")) {
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
    Optional<String> body = request.body((int) Math.min(HttpRequest.MOST_BODY, expected));
    return body.flatMap(text -> PushTarget.request(words[1], post ? text : ""));
  }
}
