package dev.reeve.daemon.probe;

import dev.reeve.api.Version;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/**
 * One request as of RFC 9112, of whose answer only the status line is read. The HTTP client of the
 * JDK would keep threads and connections for what is one small message.
 */
public final class HttpMessage {
  /** Enough for a status line, and the headers of interim answers before it. */
  private static final int LONGEST_ANSWER = 8 * 1024;

  private static final String NOT_HTTP = "the answer is not HTTP";

  private HttpMessage() {}

  /**
   * Sends a request over a connection of its own.
   *
   * @param url http or https; user and password in it are sent as basic authentication
   * @param headers more of them; line breaks in their values become blanks
   * @param body may be empty
   * @return the status of the answer
   * @throws IOException if there is none within the time, with a message for people
   */
  public static int send(
      String method, URI url, Map<String, String> headers, byte[] body, Duration time)
      throws IOException {
    return send(method, url, headers, body, Deadline.in(time));
  }

  /** Why {@link #send} failed, in a few words for people. */
  public static String reason(IOException e) {
    return Details.of(e);
  }

  /** The same with an end that others have set. */
  static int send(
      String method, URI url, Map<String, String> headers, byte[] body, Deadline deadline)
      throws IOException {
    boolean secure = "https".equalsIgnoreCase(url.getScheme());
    int port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
    String host = String.valueOf(url.getHost());
    String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    try (Socket plain = TcpLook.connect(name, port, deadline)) {
      Socket socket = secure ? Tls.over(plain, name, port, deadline) : plain;
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      message.writeBytes(
          head(method, url, host, headers, body.length).getBytes(StandardCharsets.UTF_8));
      message.writeBytes(body);
      socket.getOutputStream().write(message.toByteArray());
      return new StatusReader(socket, deadline).read();
    }
  }

  private static String head(
      String method, URI url, String host, Map<String, String> headers, int length) {
    URI ascii = URI.create(url.toASCIIString());
    String path =
        ascii.getRawPath() == null || ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
    String query = ascii.getRawQuery() == null ? "" : "?" + ascii.getRawQuery();
    StringBuilder text = new StringBuilder(method + " " + path + query + " HTTP/1.1\r\n");
    text.append("Host: ").append(host);
    if (url.getPort() >= 0) {
      text.append(':').append(url.getPort());
    }
    text.append("\r\nUser-Agent: reeve/" + Version.CURRENT + "\r\nAccept: */*\r\n");
    String user = url.getUserInfo();
    if (user != null) {
      byte[] secret = user.getBytes(StandardCharsets.UTF_8);
      text.append("Authorization: Basic ")
          .append(Base64.getEncoder().encodeToString(secret))
          .append("\r\n");
    }
    headers.forEach((key, value) ->
        text.append(key).append(": ").append(value.replaceAll("[\\r\\n]+", " ")).append("\r\n"));
    if (length > 0 || !method.equals("GET")) {
      text.append("Content-Length: ").append(length).append("\r\n");
    }
    return text.append("Connection: close\r\n\r\n").toString();
  }

  /** Reads no more than it must of an answer. */
  private static final class StatusReader {
    private final Socket socket;
    private final InputStream in;
    private final Deadline deadline;
    private final byte[] buffer = new byte[LONGEST_ANSWER];
    private int length;
    private int at;

    StatusReader(Socket socket, Deadline deadline) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
      this.deadline = deadline;
    }

    /** The status that is not interim, such as 103. */
    int read() throws IOException {
      while (true) {
        int status = status(line());
        if (status >= 200) {
          return status;
        }
        while (!line().isEmpty()) {
          // headers of an interim answer
        }
      }
    }

    private static int status(String line) throws IOException {
      boolean fits =
          line.length() >= 12
              && line.startsWith("HTTP/1.")
              && line.charAt(8) == ' '
              && (line.length() == 12 || line.charAt(12) == ' ');
      int status = 0;
      for (int i = 9; fits && i < 12; i++) {
        int digit = line.charAt(i) - '0';
        fits = digit >= 0 && digit <= 9;
        status = status * 10 + digit;
      }
      if (!fits || status < 100) {
        throw new IOException(NOT_HTTP);
      }
      return status;
    }

    private String line() throws IOException {
      int begin = at;
      while (true) {
        while (at < length) {
          if (buffer[at++] == '\n') {
            int end = at - 1 > begin && buffer[at - 2] == '\r' ? at - 2 : at - 1;
            return new String(buffer, begin, end - begin, StandardCharsets.ISO_8859_1);
          }
        }
        if (length == buffer.length) {
          throw new IOException(NOT_HTTP);
        }
        socket.setSoTimeout(deadline.millis());
        int count = in.read(buffer, length, buffer.length - length);
        if (count < 0) {
          throw length == 0 ? new EOFException() : new IOException(NOT_HTTP);
        }
        length += count;
      }
    }
  }
}
