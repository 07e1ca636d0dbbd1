package dev.reeve.daemon.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthDoorTest {
  private static final String TAKEN = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
  private static final String BAD =
      "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  private static final String UNKNOWN =
      "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

  private final HealthDoor door = new HealthDoor(0);
  private final Queue<Push> told = new ConcurrentLinkedQueue<>();

  @AfterEach
  void close() {
    door.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port().orElseThrow());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private String send(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String get(String target) throws IOException {
    return send("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  }

  private String post(String target, String body) throws IOException {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return send("POST " + target + " HTTP/1.1\r\nContent-Length: " + length + "\r\n\r\n" + body);
  }

  @Test
  void theDoorOpensWithTheFirstReporterAndStaysWhereItIs() throws IOException {
    assertThat(door.port()).isEmpty();
    String first = door.register("one", told::add);
    int port = door.port().orElseThrow();
    assertThat(first).isEqualTo("http://127.0.0.1:" + port + "/health/one");
    assertThat(door.register("two", told::add))
        .isEqualTo("http://127.0.0.1:" + port + "/health/two");
  }

  @Test
  void theNextDaemonOpensTheSameDoor() throws IOException {
    door.register("one", told::add);
    int port = door.port().orElseThrow();
    assertThat(get("/health/one")).isEqualTo(TAKEN); // leaves a connection in TIME_WAIT
    door.close();
    try (HealthDoor next = new HealthDoor(port)) {
      assertThat(next.register("one", told::add))
          .isEqualTo("http://127.0.0.1:" + port + "/health/one");
    }
  }

  @Test
  void aPortThatIsTakenIsReplaced() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        HealthDoor next = new HealthDoor(other.getLocalPort())) {
      next.register("one", told::add);
      assertThat(next.port().orElseThrow()).isNotEqualTo(other.getLocalPort()).isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/health/t | true | ``",
        "/health/t?detail=all%20is+well | true | all is well",
        "/health/t?status=ok&detail=fine | true | fine",
        "/health/t?status=fail | false | ``",
        "/health/t?status=FAIL&detail=gr%C3%B6%C3%9Fe | false | größe",
        "/health/t?status=unhealthy | false | ``",
        "/health/t/fail | false | ``",
        "/health/t/fail?detail=db%0Ddown%1B%5B31m%00! | false | db down[31m!",
        "/health/t?other=1&status | true | ``",
      })
  void aGetSaysItInItsAddress(String target, boolean healthy, String detail) throws IOException {
    door.register("t", told::add);
    assertThat(get(target)).isEqualTo(TAKEN);
    assertThat(told).containsExactly(new Push(healthy, detail));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/health/t | `` | true | ``",
        "/health/t | ok | true | ok",
        "/health/t | fail | false | ``",
        "/health/t | fail: db is down | false | db is down",
        "/health/t | Unhealthy - no disk | false | no disk",
        "/health/t/fail | no disk | false | no disk",
        "/health/t?detail=first | fail second | false | first",
        "/health/t | status=fail&detail=no+disk | false | no disk",
        "/health/t | not to fail | true | not to fail",
      })
  void aPostSaysItInItsBody(String target, String body, boolean healthy, String detail)
      throws IOException {
    door.register("t", told::add);
    assertThat(post(target, body)).isEqualTo(TAKEN);
    assertThat(told).containsExactly(new Push(healthy, detail));
  }

  @Test
  void aDetailIsCutAt512BytesButNotWithinACharacter() throws IOException {
    door.register("t", told::add);
    assertThat(post("/health/t", "fail " + "€".repeat(300))).isEqualTo(TAKEN);
    assertThat(told).containsExactly(new Push(false, "€".repeat(170)));
  }

  @Test
  void ofALongBodyTheBeginningCounts() throws IOException {
    door.register("t", told::add);
    assertThat(post("/health/t", "fail " + "x".repeat(30_000))).isEqualTo(TAKEN);
    assertThat(told).containsExactly(new Push(false, "x".repeat(512)));
  }

  @Test
  void eachReporterHasItsOwnToken() throws IOException {
    Queue<Push> other = new ConcurrentLinkedQueue<>();
    door.register("one", told::add);
    door.register("two", other::add);
    assertThat(get("/health/two/fail")).isEqualTo(TAKEN);
    assertThat(told).isEmpty();
    assertThat(other).containsExactly(new Push(false, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health/other",
        "/health/",
        "/",
        "/health",
        "/health/t/x",
        "/health/T",
        "/health/fail",
        "/health//fail"
      })
  void whoIsNotKnownIsTurnedAway(String target) throws IOException {
    door.register("t", told::add);
    assertThat(get(target)).isEqualTo(UNKNOWN);
    assertThat(told).isEmpty();
  }

  @Test
  void whoWasKnownIsTurnedAway() throws IOException {
    door.register("t", told::add);
    door.unregister("t");
    assertThat(get("/health/t")).isEqualTo(UNKNOWN);
    assertThat(told).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n\r\n",
        "hello\r\n\r\n",
        "GET /health/t\r\n\r\n",
        "GET  /health/t HTTP/1.1\r\n\r\n",
        "DELETE /health/t HTTP/1.1\r\n\r\n",
        "GET /health/t SSH/1.1\r\n\r\n",
        "GET /health/t HTTP/1.1\r\nno header\r\n\r\n",
        "GET /health/t?status=perhaps HTTP/1.1\r\n\r\n",
        "GET /health/t?detail=%zz HTTP/1.1\r\n\r\n",
        "GET /health/t?detail=%4 HTTP/1.1\r\n\r\n",
        "POST /health/t HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "POST /health/t HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      })
  void whatIsNoReportIsRefused(String request) throws IOException {
    door.register("t", told::add);
    assertThat(send(request)).isEqualTo(BAD);
    assertThat(told).isEmpty();
  }

  @Test
  void headersThatAreTooLongAreRefused() throws IOException {
    door.register("t", told::add);
    String begin = "GET /health/t HTTP/1.1\r\nX: ";
    assertThat(send(begin + "x".repeat(HttpRequest.MOST_HEAD) + "\r\n\r\n")).isEqualTo(BAD);
    assertThat(send(begin + "x".repeat(8000) + "\r\n\r\n")).isEqualTo(TAKEN);
    assertThat(told).hasSize(1);
  }

  @Test
  void aReportThatEndsTooEarlyIsRefused() throws IOException {
    door.register("t", told::add);
    for (String part :
        List.of("", "GET /health/t", "POST /health/t HTTP/1.1\r\nContent-Length: 9\r\n\r\nok")) {
      try (Socket socket = connect()) {
        socket.getOutputStream().write(part.getBytes(StandardCharsets.US_ASCII));
        socket.shutdownOutput();
        assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo(BAD);
      }
    }
    assertThat(told).isEmpty();
  }

  @Test
  void whoSaysNothingOrTooSlowlyIsLeftInTheEnd() throws IOException {
    door.register("t", told::add);
    try (Socket silent = connect();
        Socket slow = connect()) {
      OutputStream out = slow.getOutputStream();
      out.write("GET /health/t HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));
      await()
          .until(() -> {
            try {
              out.write('x');
              return false;
            } catch (SocketException e) {
              return true; // closed by the door
            }
          });
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(told).isEmpty();
  }

  @Test
  void whoComesWhileAllPlacesAreTakenIsSentAway() throws IOException {
    door.register("t", told::add);
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < HealthDoor.MOST_CONNECTIONS; i++) {
        sockets.add(connect());
      }
      try (Socket tooMuch = connect()) {
        assertThat(tooMuch.getInputStream().read()).isEqualTo(-1);
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    await()
        .ignoreExceptionsInstanceOf(IOException.class)
        .untilAsserted(() -> assertThat(get("/health/t")).isEqualTo(TAKEN));
  }

  @Test
  void aClosedDoorTakesNothing() throws IOException {
    door.register("t", told::add);
    int port = door.port().orElseThrow();
    try (Socket open = connect()) {
      assertThat(get("/health/t")).isEqualTo(TAKEN); // so the one before was accepted, too
      door.close();
      assertThat(open.getInputStream().read()).isEqualTo(-1);
    }
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
        .isInstanceOf(ConnectException.class);
    assertThatThrownBy(() -> door.register("u", told::add))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot listen for health reports: closed");
  }

  @Test
  void aTokenThatDoesNotFitIntoAnAddressIsRefused() {
    assertThatThrownBy(() -> door.register("a/b", told::add))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cannot use token 'a/b'");
  }
}
