package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A receiver of the calls of {@code on_crash}. */
@EndToEnd
class CrashCallTest {
  private record Call(String method, String service, String signature, String body) {
    Json json() {
      return Json.read(body);
    }
  }

  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final LinkedBlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var headers = exchange.getRequestHeaders();
    calls.add(
        new Call(
            exchange.getRequestMethod(),
            headers.getFirst("X-Reeve-Service"),
            String.valueOf(headers.getFirst("X-Reeve-Signature")),
            body));
    Integer status = answers.poll();
    exchange.sendResponseHeaders(status == null ? 204 : status, -1);
    exchange.close();
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook?token=t";
  }

  @Test
  void aCrashIsToldWithItsLastLinesAndSigned(Reeve reeve) throws Exception {
    answers.add(503); // it is tried again
    reeve.write("key", "s3cret\n");
    reeve.write(
        "reeve.yaml",
        """
        services:
          api:
            command: [sh, -c, "echo one >&2; echo two >&2; exit 3"]
            restart: never
            on_crash: {url: '%s', log_lines: 2, secret: '@file://key'}
        """
            .formatted(url()));
    reeve.run("start", "--no-wait", "reeve.yaml").ok();
    Until.holds(() -> assertThat(calls).hasSize(2));
    Call call = calls.get(1);
    assertThat(call.method() + " " + call.service()).isEqualTo("POST api");
    assertThat(call.json().get("exit_code").number()).isEqualTo(3);
    assertThat(call.json().get("log").text()).isEqualTo("one\ntwo");
    assertThat(call.body()).isEqualTo(calls.getFirst().body());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("s3cret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    assertThat(call.signature())
        .isEqualTo(
            "sha256="
                + HexFormat.of()
                    .formatHex(mac.doFinal(call.body().getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void aStopIsNoCrashAndALoopIsOneCallInAWhile(Reeve reeve) {
    reeve.sleeper("calm", "--on-crash", url());
    reeve.run("stop", "calm").ok();
    reeve.script("loop.sh", "exit 1");
    reeve
        .run(
            "start",
            "--name",
            "loop",
            "--no-wait",
            "--restart-delay",
            "50ms",
            "--backoff",
            "1",
            "--jitter",
            "0",
            "--on-crash",
            url(),
            "./loop.sh")
        .ok();
    Until.holds(() -> assertThat(calls).hasSize(2));
    assertThat(calls).allMatch(call -> call.service().equals("loop"));
    assertThat(calls.get(0).json().get("crashes").number()).isEqualTo(1);
    assertThat(calls.get(1).json().get("crashes").number()).isGreaterThan(5);
  }

  @Test
  void whoDoesNotWantToKnowIsNamedOnceWithoutTheSecretsOfItsAddress(Reeve reeve) {
    answers.add(404);
    reeve
        .run(
            "start",
            "--name",
            "once",
            "--restart",
            "never",
            "--no-wait",
            "--on-crash",
            url(),
            "--on-crash-method",
            "get",
            "--",
            "false")
        .ok();
    Until.holds(() ->
        assertThat(reeve.run("events", "--json").ok().stdout())
            .contains("cannot tell http://127.0.0.1 that once crashed: HTTP 404")
            .doesNotContain("token=t"));
    assertThat(calls).hasSize(1);
    assertThat(calls.getFirst().method() + calls.getFirst().body()).isEqualTo("GET");
  }
}
