package dev.reeve.daemon.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reeve.core.spec.HostPort;
import dev.reeve.daemon.probe.HttpRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsDoorTest {
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private MetricsDoor door;
  private int port;

  private void open(String token) throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    openHere(token);
    await().untilAsserted(() -> new Socket(InetAddress.getLoopbackAddress(), port).close());
  }

  private void openHere(String token) {
    door =
        new MetricsDoor(
            new HostPort("127.0.0.1", port),
            token,
            format -> Optional.of(("page " + format + "\n").getBytes(StandardCharsets.UTF_8)),
            (event, reason) -> notes.add(event + ": " + reason));
    door.open();
  }

  @AfterEach
  void close() {
    door.close();
  }

  private String ask(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static String get(String path, String headers) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost:1\r\n" + headers + "\r\n";
  }

  @Test
  void metricsAreAnsweredAndNothingElse() throws IOException {
    open("");
    assertThat(ask(get("/metrics", "")))
        .startsWith("HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n")
        .contains("Content-Length: 16\r\n")
        .endsWith("\r\n\r\npage PROMETHEUS\n");
    assertThat(ask(get("/metrics?x=1", "Accept: application/openmetrics-text\r\n")))
        .contains("Content-Type: application/openmetrics-text; version=1.0.0")
        .endsWith("page OPEN_METRICS\n");
    assertThat(ask("HEAD /metrics HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK")
        .contains("Content-Length: 16\r\n")
        .endsWith("\r\n\r\n");
    assertThat(ask(get("/", ""))).startsWith("HTTP/1.1 404 ");
    assertThat(ask(get("/metrics/../x", ""))).startsWith("HTTP/1.1 404 ");
    assertThat(ask("POST /metrics HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc"))
        .startsWith("HTTP/1.1 405 ")
        .contains("Allow: GET, HEAD\r\n");
  }

  @Test
  void whatIsNoRequestIsRefused() throws IOException {
    open("");
    assertThat(ask("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    assertThat(ask("GET http://other/metrics HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    assertThat(ask("GET /metrics HTTP/1.1\r\n: x\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    assertThat(ask("GET /" + "x".repeat(HttpRequest.MOST_HEAD - 5))).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void aNameThatSomebodyLetsPointHereIsRefused() throws IOException {
    open("");
    String head = "GET /metrics HTTP/1.1\r\nHost: ";
    assertThat(ask(head + "evil.example\r\n\r\n")).startsWith("HTTP/1.1 403 ");
    assertThat(ask(head + "127.0.0.1.evil.example:80\r\n\r\n")).startsWith("HTTP/1.1 403 ");
    for (String host : List.of("127.0.0.1:9464", "[::1]:9464", "LOCALHOST", "localhost:1")) {
      assertThat(ask(head + host + "\r\n\r\n")).as(host).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void aTokenIsNeededWhereOneIsDeclared() throws IOException {
    open("s3cret-token");
    assertThat(ask(get("/metrics", "")))
        .startsWith("HTTP/1.1 401 ")
        .contains("WWW-Authenticate: Bearer");
    assertThat(ask(get("/metrics", "Authorization: Bearer s3cret-toker\r\n")))
        .startsWith("HTTP/1.1 401 ");
    assertThat(ask(get("/metrics", "authorization: bearer s3cret-token\r\n")))
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void whoSaysNothingKeepsNobodyElseOut() throws IOException {
    open("");
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 2 * MetricsDoor.MOST_CONNECTIONS; i++) {
        silent.add(new Socket(InetAddress.getLoopbackAddress(), port));
      }
      // They are hung up on after five seconds.
      await()
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(ask(get("/metrics", ""))).startsWith("HTTP/1.1 200 "));
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void anAddressThatIsTakenIsToldOfOnceAndTakenWhenItIsFree() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
      openHere("");
      await().until(() -> notes.size() == 1);
    }
    await()
        .atMost(java.time.Duration.ofSeconds(30))
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(ask(get("/metrics", ""))).startsWith("HTTP/1.1 200 "));
    assertThat(notes)
        .containsExactly(
            "metrics-trouble: cannot listen for metrics at 127.0.0.1:"
                + port
                + ": Address already in use",
            "metrics-recovered: metrics can be fetched at 127.0.0.1:" + port);
  }
}
