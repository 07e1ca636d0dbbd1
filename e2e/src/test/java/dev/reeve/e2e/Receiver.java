package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real server of others, on the loopback, with its data in a folder of the test. */
final class Receiver implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final Path output;

  private Receiver(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Skips the test, with the reason, where it is not installed. */
  static void needed(String program, String debian) {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin", program)),
        program + " is not installed: apt-get install " + debian);
  }

  /** A port that is free for TCP and UDP. */
  static int freePort() throws IOException {
    while (true) {
      try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          DatagramSocket udp =
              new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress())) {
        return udp.getLocalPort();
      } catch (java.net.BindException e) {
        // The one for UDP is taken: another port.
      }
    }
  }

  /**
   * Starts one.
   *
   * @param folder where it runs; its output is in {@code output} there
   */
  static Receiver start(Path folder, String... command) throws IOException {
    Files.createDirectories(folder);
    Path output = folder.resolve("output");
    return new Receiver(
        new ProcessBuilder(List.of(command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start(),
        output);
  }

  /** Waits until it answers there. */
  Receiver answers(String url) {
    Until.holds(() -> {
      assertThat(process.isAlive()).as(Files.readString(output)).isTrue();
      assertThat(get(url)).isNotNull();
    });
    return this;
  }

  /** What is at an address; anything but 2xx fails, and may do better when tried again. */
  static String get(String url) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20)).build();
    HttpResponse<String> answer;
    try {
      answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(url + ": " + e, e);
    }
    assertThat(answer.statusCode()).as(url + "\n" + answer.body()).isBetween(200, 299);
    return answer.body();
  }

  /** The same for a query in the last parameter of an address. */
  static Json ask(String url, String query) throws InterruptedException {
    return Json.read(get(url + URLEncoder.encode(query, StandardCharsets.UTF_8)));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(Duration.ofSeconds(10))) {
        process.destroyForcibly();
        process.waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
