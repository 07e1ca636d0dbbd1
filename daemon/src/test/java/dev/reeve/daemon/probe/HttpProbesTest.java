package dev.reeve.daemon.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Version;
import dev.reeve.core.spec.Probe;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpProbesTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final String ENDLESS = "x".repeat(1000);

  private static Probe.Http http(int port, Integer... status) {
    return new Probe.Http(URI.create("http://127.0.0.1:" + port + "/health"), Set.of(status));
  }

  private static Answer ask(HostileServer server, Integer... status) {
    return Asking.ask(http(server.port(), status));
  }

  private static Answer askShortly(HostileServer server) {
    return Asking.ask(Question.of(http(server.port())), SHORT);
  }

  @ParameterizedTest
  @CsvSource({
    "200 OK, true, HTTP 200",
    "204, true, HTTP 204",
    "302 Found, true, HTTP 302",
    "399 Odd, true, HTTP 399",
    "404 Not Found, false, HTTP 404",
    "503 Service Unavailable, false, HTTP 503"
  })
  void everyStatusFrom200To399IsAYes(String status, boolean ok, String detail) throws IOException {
    try (HostileServer server = HostileServer.saying("HTTP/1.1 " + status + "\r\n\r\n")) {
      assertThat(ask(server)).isEqualTo(new Answer(ok, detail));
    }
  }

  @Test
  void onlyADeclaredStatusIsAYes() throws IOException {
    try (HostileServer server = HostileServer.saying("HTTP/1.0 404 Not Found\n\n")) {
      assertThat(ask(server, 200, 404)).isEqualTo(Answer.yes("HTTP 404"));
      assertThat(ask(server, 200)).isEqualTo(Answer.no("HTTP 404"));
    }
  }

  @Test
  void anInterimAnswerIsNotTheAnswer() throws IOException {
    String hints = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n";
    try (HostileServer server = HostileServer.saying(hints + "HTTP/1.1 500 Oh\r\n\r\n")) {
      assertThat(ask(server)).isEqualTo(Answer.no("HTTP 500"));
    }
    try (HostileServer server = HostileServer.saying(hints.repeat(1000))) {
      assertThat(ask(server)).isEqualTo(Answer.no("the answer is not HTTP"));
    }
  }

  @Test
  void theRequestSaysWhatAServerNeedsToKnow() throws IOException {
    CompletableFuture<String> request = new CompletableFuture<>();
    try (HostileServer server =
        new HostileServer(client -> {
          byte[] bytes = new byte[4096];
          int length = 0;
          while (length < 4 || bytes[length - 2] != '\r' || bytes[length - 3] != '\n') {
            length += client.getInputStream().read(bytes, length, bytes.length - length);
          }
          request.complete(new String(bytes, 0, length, StandardCharsets.US_ASCII));
          client.getOutputStream().write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
        })) {
      URI url =
          URI.create("http://me:se%20cret@127.0.0.1:" + server.port() + "?größe=1&b=%20#part");
      assertThat(Asking.ask(new Probe.Http(url, Set.of()))).isEqualTo(Answer.yes("HTTP 200"));
      assertThat(request.orTimeout(20, TimeUnit.SECONDS).join())
          .isEqualTo(
              "GET /?gr%C3%B6%C3%9Fe=1&b=%20 HTTP/1.1\r\n"
                  + ("Host: 127.0.0.1:" + server.port() + "\r\n")
                  + ("User-Agent: reeve/" + Version.CURRENT + "\r\n")
                  + "Accept: */*\r\n"
                  + "Authorization: Basic bWU6c2UgY3JldA==\r\n"
                  + "Connection: close\r\n\r\n");
    }
  }

  @Test
  void nobodyThereIsANo() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    assertThat(Asking.ask(http(port))).isEqualTo(Answer.no("connection refused"));
    URI nowhere = URI.create("http://no-such-host.invalid/");
    assertThat(Asking.ask(new Probe.Http(nowhere, Set.of()))).isEqualTo(Answer.no("no such host"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 20\r\n",
        "HTTP/1.1 2x0 OK\r\n",
        "HTTP/1.1 2000\r\n",
        "HTTP/1.1 099 No\r\n",
        "HTTP/2 200 OK",
        "HTTP/1.1 200",
        "\r\n\r\n",
        "\u0000\u0000\u0000\u00ff\n"
      })
  void garbageIsNotHttp(String answer) throws IOException {
    try (HostileServer server = HostileServer.saying(answer)) {
      assertThat(ask(server)).isEqualTo(Answer.no("the answer is not HTTP"));
    }
  }

  @Test
  void aServerThatClosesAtOnceGivesNoAnswer() throws IOException {
    try (HostileServer server = HostileServer.saying("")) {
      assertThat(ask(server)).isEqualTo(Answer.no("connection closed without an answer"));
    }
  }

  @Test
  void aServerThatResetsGivesNoAnswer() throws IOException {
    try (HostileServer server =
        new HostileServer(client -> {
          client.getInputStream().read();
          client.setSoLinger(true, 0);
        })) {
      assertThat(ask(server)).isEqualTo(Answer.no("connection reset"));
    }
  }

  @Test
  void aServerThatNeverAnswersIsLeftInTime() throws IOException {
    try (HostileServer server =
        new HostileServer(client -> client.getInputStream().readAllBytes())) {
      assertThat(askShortly(server)).isEqualTo(Answer.no("timed out after 300ms"));
    }
  }

  @Test
  void aServerThatAnswersByteByByteIsLeftInTime() throws IOException {
    try (HostileServer server =
        new HostileServer(client -> {
          OutputStream out = client.getOutputStream();
          out.write("HTTP/1.1 200 ".getBytes(StandardCharsets.US_ASCII));
          while (!Thread.interrupted()) {
            out.write('x');
            LockSupport.parkNanos(20_000_000);
          }
        })) {
      assertThat(askShortly(server)).isEqualTo(Answer.no("timed out after 300ms"));
    }
  }

  @Test
  void anEndlessStatusLineIsNotReadToItsEnd() throws IOException {
    try (HostileServer server = endless("HTTP/1.1 200 ")) {
      assertThat(ask(server)).isEqualTo(Answer.no("the answer is not HTTP"));
    }
  }

  @Test
  void whatFollowsTheStatusLineIsOfNoInterest() throws IOException {
    try (HostileServer server = endless("HTTP/1.1 200 OK\r\nX-Endless: ")) {
      assertThat(ask(server)).isEqualTo(Answer.yes("HTTP 200"));
    }
  }

  private static HostileServer endless(String begin) throws IOException {
    return new HostileServer(client -> {
      OutputStream out = client.getOutputStream();
      out.write(begin.getBytes(StandardCharsets.US_ASCII));
      while (!Thread.interrupted()) {
        out.write(ENDLESS.getBytes(StandardCharsets.US_ASCII));
      }
    });
  }
}
