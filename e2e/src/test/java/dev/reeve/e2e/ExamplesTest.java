package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The examples do what their texts say; on copies of their folders, on ports of their own. */
@EndToEnd
class ExamplesTest {
  private static final Path EXAMPLES =
      Path.of(System.getProperty("reeve.examples", "../examples")).toAbsolutePath().normalize();

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void helloSaysHello(Reeve reeve) throws Exception {
    int port = freePorts();
    // Where JAVA_HOME names a JDK the example takes that one; here: the one of this test.
    Reeve there =
        reeve
            .with("HELLO_PORT", Integer.toString(port))
            .with("JAVA_HOME", System.getProperty("java.home"));
    there.run("start", copy(reeve, "hello").toString()).ok().prints("hello started (pid ");
    int pid = reeve.pid("hello");
    Until.holds(() ->
        assertThat(ask("GET", port, "/").body()).isEqualTo("Hello from process " + pid + "\n"));
    Until.holds(() ->
        assertThat(reeve.run("logs", "hello", "--raw").ok().stdout())
            .contains("listening on http://localhost:" + port + "/\n", "GET /\n"));
  }

  @Test
  void theShopTakesOrdersAndDeliversThem(Reeve reeve) throws Exception {
    shopNeeds();
    int port = freePorts();
    Reeve there = reeve.with("SHOP_PORT", Integer.toString(port));
    there.run("start", copy(reeve, "shop").toString(), "--no-wait").ok();
    there.run("wait", "migrate", "--for", "completed", "--timeout", "60s").ok();
    for (int instance = 1; instance <= 2; instance++) {
      int at = port + instance - 1;
      String catalogue = "\"instance\":" + instance + ",\"catalogue\":[\"apple\"";
      Until.holds(() -> assertThat(ask("GET", at, "/").body()).contains(catalogue));
    }
    HttpResponse<String> ordered = ask("POST", port, "/orders/bread");
    assertThat(ordered.statusCode()).isEqualTo(201);
    int number = Json.read(ordered.body()).get("number").number();
    Until.holds(() ->
        assertThat(ask("GET", port + 1, "/orders/" + number).body())
            .contains("\"state\":\"delivered\""));
    assertThat(ask("POST", port, "/orders/caviar").statusCode()).isEqualTo(404);

    assertThat(reeve.run("list", "@shop", "--json").ok().json().items()).hasSize(4);
    assertThat(reeve.reasons("web", "waiting"))
        .allMatch(reason -> reason.equals("waiting for redis (started), migrate (completed)"));
    reeve.run("delete", "@shop").ok();
    assertThat(reeve.run("list", "--json").ok().json().items()).isEmpty();
  }

  @Test
  void theShopSurvivesChaosAndEveryRestartHasItsReason(Reeve reeve) throws Exception {
    shopNeeds();
    Process chaos =
        new ProcessBuilder(
                EXAMPLES.resolve("shop/chaos").toString(),
                "15",
                "--reeve",
                Reeve.PRODUCT.resolve("bin/reeve").toString())
            .directory(reeve.folder().toFile())
            .redirectErrorStream(true)
            .start();
    String said;
    try {
      chaos.getOutputStream().close();
      said = new String(chaos.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(chaos.waitFor()).as(said).isZero();
    } finally {
      chaos.destroy(); // it ends what it has started
    }
    List<String> lines = said.lines().toList();
    assertThat(lines).last().isEqualTo("everything runs again, every confirmed order is delivered");
    List<String> killed = lines.stream().filter(line -> line.startsWith("killed ")).toList();
    assertThat(killed).as(said).hasSizeGreaterThan(5);
    assertThat(lines.stream().filter(line -> line.contains("killed by SIGKILL, restarting")))
        .as("each kill is in the history: %s", said)
        .hasSameSizeAs(killed);
  }

  private static void shopNeeds() {
    for (String program : List.of("node", "redis-server", "python3")) {
      boolean there =
          Stream.of(System.getenv("PATH").split(":", -1))
              .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
      assumeTrue(there, "the shop needs " + program);
    }
  }

  /** Fails the assertion, which may be tried again, where nobody listens yet. */
  private HttpResponse<String> ask(String method, int port, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw new AssertionError("nobody listens at port " + port, e);
    }
  }

  /** The first of two ports on which nobody listens, below those that the kernel gives away. */
  private static int freePorts() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try (ServerSocket one = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
          ServerSocket other = new ServerSocket(port + 1, 1, InetAddress.getLoopbackAddress())) {
        return Math.min(one.getLocalPort(), other.getLocalPort());
      } catch (BindException e) {
        // one is taken: look elsewhere
      }
    }
  }

  /** The working copy of an example may be in use, and is not to be written to. */
  private static Path copy(Reeve reeve, String example) throws IOException {
    Path from = EXAMPLES.resolve(example);
    Path to = Files.createDirectory(reeve.folder().resolve(example));
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes a) {
            return each.equals(from) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
            if (a.isRegularFile()) {
              Files.copy(file, to.resolve(from.relativize(file)));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return to;
  }
}
