package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Sockets that outlive the processes that serve them. */
@EndToEnd
class SocketsTest {
  private static final String SERVER =
      """
      import os, socket
      same = os.environ["LISTEN_PID"] == str(os.getpid())
      print(os.environ["LISTEN_FDS"], os.environ["LISTEN_FDNAMES"], same, flush=True)
      s = socket.socket(fileno=3)
      while True:
          c, _ = s.accept()
          c.sendall(b"%d" % os.getpid())
          c.close()
      """;

  /** Calls again and again, and counts how often nobody listened. */
  private static final class Caller implements AutoCloseable {
    final AtomicInteger answered = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final CompletableFuture<Void> calls;

    Caller(int port) {
      calls =
          CompletableFuture.runAsync(
              () -> {
                while (!ended.get()) {
                  call(port);
                }
              },
              work -> Thread.ofPlatform().start(work));
    }

    private void call(int port) {
      try {
        if (!ask(port).isEmpty()) {
          answered.incrementAndGet();
        }
      } catch (ConnectException e) {
        refused.incrementAndGet();
      } catch (SocketException e) {
        // Accepted by a process that was killed before it answered.
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    void awaitAnswers(int more) {
      int before = answered.get();
      Until.holds(() -> assertThat(answered.get()).isGreaterThan(before + more));
    }

    @Override
    public void close() {
      ended.set(true);
      calls.join();
    }
  }

  private static String ask(int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 60_000);
      socket.setSoTimeout(60_000);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static Reeve serving(Reeve reeve, int port, String... options) {
    reeve.write("server.py", SERVER);
    String[] words = new String[options.length + 8];
    System.arraycopy(
        new String[] {"start", "--name", "api", "--socket", "http=127.0.0.1:" + port},
        0,
        words,
        0,
        5);
    System.arraycopy(options, 0, words, 5, options.length);
    words[options.length + 5] = "--";
    words[options.length + 6] = "/usr/bin/python3";
    words[options.length + 7] = "server.py";
    reeve.run(words).ok();
    return reeve;
  }

  @Test
  void noConnectionIsRefusedWhileAServiceIsRestartedOrCrashes(Reeve reeve) throws Exception {
    int port = freePort();
    serving(reeve, port, "--restart-delay", "100ms");
    Until.holds(() -> assertThat(reeve.logged("api")).contains("1 http True"));
    assertThat(ask(port)).isEqualTo(Integer.toString(reeve.pid("api")));
    try (Caller caller = new Caller(port)) {
      caller.awaitAnswers(3);
      reeve.run("restart", "api").ok();
      caller.awaitAnswers(3);
      Procs.kill(reeve.pid("api"));
      caller.awaitAnswers(3);
      assertThat(caller.refused).hasValue(0);
    }
    reeve.run("stop", "api").ok();
    try (Caller caller = new Caller(port)) {
      Until.holds(() -> assertThat(caller.refused.get()).isPositive());
    }
  }

  @Test
  void aNewDaemonTakesTheSocketsBackFromTheService(Reeve reeve) throws Exception {
    int port = freePort();
    serving(reeve, port, "--restart-delay", "100ms");
    int pid = reeve.pid("api");
    try (Caller caller = new Caller(port)) {
      caller.awaitAnswers(3);
      Procs.kill(reeve.daemon());
      reeve.awaitState("api", "running");
      assertThat(reeve.pid("api")).isEqualTo(pid);
      caller.awaitAnswers(3);
      Procs.kill(pid);
      Until.holds(() -> assertThat(reeve.pid("api")).isNotIn(pid, 0));
      caller.awaitAnswers(3);
      reeve.run("reboot").ok();
      reeve.run("restart", "api").ok();
      caller.awaitAnswers(3);
      assertThat(caller.refused).hasValue(0);
    }
  }

  @Test
  void allInstancesAnswerAtTheSamePlace(Reeve reeve) throws Exception {
    int port = freePort();
    serving(reeve, port, "--instances", "2", "--no-new-privileges", "--nofile", "100");
    java.util.Set<String> seen = new java.util.HashSet<>();
    Until.holds(() -> {
      seen.add(ask(port));
      assertThat(seen).hasSize(2);
    });
  }

  @Test
  void aPortThatIsInUseIsNamedWithItsHolder(Reeve reeve) throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      String place = "127.0.0.1:" + socket.getLocalPort();
      reeve
          .run("start", "--name", "x", "--socket", "http=" + place, "--", "sleep", "1000")
          .exits(1)
          .says("cannot listen at " + place + ": it is in use by java (pid ")
          .says("choose another place in 'sockets.http'");
    }
  }

  @Test
  void aPathBelongsToTheUserOfTheServiceAndIsGoneWhenItIsStopped(Reeve reeve) throws Exception {
    Root.needed("run services as other users");
    Path path = reeve.folder().resolve("a b.sock");
    reeve.write(
        "reeve.yaml",
        """
        services:
          api:
            command: sleep 1000
            cwd: /
            user: nobody
            sockets: { own: { listen: "unix:a b.sock", mode: 0640 } }
        """);
    reeve.run("apply").ok();
    assertThat(Files.getAttribute(path, "unix:uid")).isEqualTo(65534);
    assertThat((int) Files.getAttribute(path, "unix:mode") & 07777).isEqualTo(0640);
    Files.delete(path);
    reeve.run("restart", "api").ok();
    assertThat(path).exists();
    reeve.run("stop", "api").ok();
    Until.holds(() -> assertThat(path).doesNotExist());
  }
}
