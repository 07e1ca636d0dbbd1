package dev.reeve.daemon.export;

import dev.reeve.daemon.probe.HttpRequest;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The head of a request of HTTP/1.1 (RFC 9112).
 *
 * @param headers by their names in lower case; of several with one name, the last
 */
record MetricsRequest(String method, String path, Map<String, String> headers) {
  private static final String OPEN = "application/openmetrics-text";

  /**
   * Reads one.
   *
   * @return empty if it is none, or too long
   * @throws IOException when the connection ends or takes longer than {@code patience}
   */
  static Optional<MetricsRequest> read(Socket socket, Duration patience) throws IOException {
    return new HttpRequest(socket, patience).head().flatMap(MetricsRequest::parse);
  }

  static Optional<MetricsRequest> parse(String head) {
    List<String> lines = head.lines().toList();
    String[] words = lines.isEmpty() ? new String[0] : lines.getFirst().split(" ", -1);
    if (words.length != 3 || !words[2].startsWith("HTTP/1.") || !words[1].startsWith("/")) {
      return Optional.empty();
    }
    Map<String, String> headers = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      if (line.isEmpty()) {
        break;
      }
      int colon = line.indexOf(':');
      if (colon <= 0) {
        return Optional.empty();
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int query = words[1].indexOf('?');
    String path = query < 0 ? words[1] : words[1].substring(0, query);
    return Optional.of(new MetricsRequest(words[0], path, headers));
  }

  /** What the client likes best of what there is; what it cannot weigh is the older format. */
  MetricText.Format format() {
    double open = 0;
    double text = 0;
    for (String range : headers.getOrDefault("accept", "").split(",", -1)) {
      String[] parts = range.strip().toLowerCase(Locale.ROOT).split("\\s*;\\s*", -1);
      double weight = weight(parts);
      switch (parts[0]) {
        case OPEN -> open = isKnown(parts) ? Math.max(open, weight) : open;
        case "text/plain", "text/*", "*/*" -> text = Math.max(text, weight);
        default -> {
          // none that there is
        }
      }
    }
    return open > text ? MetricText.Format.OPEN_METRICS : MetricText.Format.PROMETHEUS;
  }

  private static boolean isKnown(String[] parts) {
    for (String part : parts) {
      if (part.startsWith("version=") && !part.matches("version=\"?1\\.0\\.0\"?")) {
        return false;
      }
    }
    return true;
  }

  private static double weight(String[] parts) {
    for (String part : parts) {
      if (part.matches("q=[01](\\.\\d{0,3})?")) {
        return Double.parseDouble(part.substring(2));
      }
    }
    return 1;
  }

  /**
   * Whether it is addressed to a number or to {@code localhost}. A page in somebody's browser can
   * reach this machine by a name of its own that it lets point here, and read what is answered.
   */
  boolean isAddressedHere() {
    String host = headers.getOrDefault("host", "").toLowerCase(Locale.ROOT);
    return host.matches("(|localhost|[0-9.]+|\\[[0-9a-f:.%]+])(:\\d+)?");
  }

  /** The bearer token; empty if there is none. */
  String token() {
    String credentials = headers.getOrDefault("authorization", "");
    boolean bearer = credentials.regionMatches(true, 0, "bearer ", 0, 7);
    return bearer ? credentials.substring(7).strip() : "";
  }
}
