package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Peers that do not keep to the protocol, or are of another version. */
@EndToEnd
class SocketAbuseTest {
  private static void isWell(Reeve reeve) {
    reeve.run("ping").ok();
    reeve.run("list").ok();
  }

  @Test
  void aClientOfAnotherVersionIsServed(@Shared Reeve reeve) throws Exception {
    for (String params :
        List.of(
            "{\"protocol\":0,\"version\":\"0.0.1\"}",
            "{\"protocol\":99,\"version\":\"99.0\",\"new_field\":{\"a\":[1]}}",
            "{}")) {
      try (RawPeer peer = RawPeer.listening(reeve)) {
        Json hello = peer.call(1, "hello", params).json().get("result");
        assertThat(hello.get("protocol").number()).isEqualTo(1);
        assertThat(hello.get("version").text()).isEqualTo("0.1.0");
        assertThat(hello.get("role").text()).isEqualTo("admin");
        assertThat(peer.call(2, "service.list", "{}").json().get("id").number()).isEqualTo(2);
        Json unknown = peer.call(3, "service.lst", "{}").json().get("error");
        assertThat(unknown.get("message").text())
            .isEqualTo("unknown method 'service.lst'; did you mean 'service.list'?");
        assertThat(unknown.get("data").get("hint").text()).contains("reeve version");
      }
    }
  }

  @Test
  void aDaemonOfAnotherVersionIsTalkedToAndWarnedOf(Reeve reeve) throws Exception {
    Files.createDirectories(reeve.socket().getParent());
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(reeve.socket()));
      Thread.ofVirtual().start(() -> serve(server));
      reeve
          .run("version")
          .ok()
          .prints("reeve  0.1.0", "daemon 9.9.9 (pid 7)", "→ 'reeve reboot' replaces the daemon");
      reeve.run("list").ok().prints("no services yet");
      reeve.run("ping").ok().prints("version 9.9.9");
    } finally {
      Files.delete(reeve.socket());
    }
  }

  /** A daemon of the future: it knows more fields. */
  private static void serve(ServerSocketChannel server) {
    String hello =
        "{\"protocol\":2,\"version\":\"9.9.9\",\"pid\":7,\"home\":\"/h\",\"started_at\":"
            + "\"2026-11-20T22:31:23Z\",\"uptime_ms\":1,\"role\":\"admin\",\"mood\":\"fine\"}";
    try {
      while (true) {
        try (SocketChannel client = server.accept();
            var reader = Channels.newReader(client, StandardCharsets.UTF_8);
            var lines = new java.io.BufferedReader(reader)) {
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String result = line.contains("\"hello\"") ? hello : "{\"services\":[],\"x\":1}";
            String reply =
                "{\"jsonrpc\":\"2.0\",\"id\":%d,\"result\":%s,\"later\":true}\n"
                    .formatted(Json.read(line).get("id").number(), result);
            client.write(ByteBuffer.wrap(reply.getBytes(StandardCharsets.UTF_8)));
          }
        }
      }
    } catch (IOException e) {
      assertThat(server.isOpen()).as("closed by the test").isFalse();
    }
  }

  @Test
  void halfAMessageDoesNoHarm(@Shared Reeve reeve) throws Exception {
    String whole = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hello\",\"params\":{}}\n";
    for (int cut = 0; cut < whole.length(); cut++) {
      try (RawPeer peer = RawPeer.deaf(reeve)) {
        peer.send(whole.substring(0, cut));
      }
    }
    try (RawPeer peer = RawPeer.listening(reeve)) {
      for (int i = 0; i < whole.length(); i++) {
        peer.send(whole.substring(i, i + 1));
      }
      assertThat(peer.json().get("result").get("pid").number()).isEqualTo(reeve.daemon());
    }
    isWell(reeve);
  }

  @Test
  void nonsenseIsAnsweredAndTheConnectionGoesOn(@Shared Reeve reeve) throws Exception {
    try (RawPeer peer = RawPeer.listening(reeve)) {
      for (String nonsense :
          List.of(
              "",
              "hello?",
              "null",
              "[]",
              "{}",
              "42",
              "{\"id\":true,\"method\":\"hello\"}",
              "{\"id\":{},\"method\":\"hello\"}",
              "{\"id\":1,\"method\":7}",
              "{\"id\":1}",
              "{\"method\":\"hello\"}",
              "[".repeat(100_000),
              "{\"a\":".repeat(50_000),
              "\u0000\u0001",
              "{\"id\":1,\"method\":\"service.list\",\"params\":[1,2]}",
              "{\"id\":1,\"method\":\"service.start\",\"params\":{\"targets\":\"x\"}}",
              "{\"id\":1,\"method\":\"service.define\",\"params\":{\"services\":[{\"name\":null}]}}",
              "{\"id\":1,\"method\":\"service.define\",\"params\":{\"services\":[null]}}",
              "{\"id\":1,\"method\":\"log.read\",\"params\":{\"pattern\":\"(\"}}")) {
        peer.send(nonsense + "\n");
        assertThat(peer.json().get("error").get("message").text()).as(nonsense).isNotEmpty();
      }
      assertThat(peer.call(9, "hello", "{}").json().get("id").number()).isEqualTo(9);
    }
    isWell(reeve);
  }

  @Test
  void aLineOfTwentyMegabytesIsRefused(@Shared Reeve reeve) throws Exception {
    byte[] part = new byte[1 << 20];
    Arrays.fill(part, (byte) 'x');
    try (RawPeer peer = RawPeer.listening(reeve)) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 20; i++) {
                  peer.send(part);
                }
                throw new IOException("all of it was taken");
              })
          .isInstanceOf(IOException.class);
      Json error = peer.json().get("error");
      assertThat(error.get("message").text())
          .isEqualTo("the message is longer than 16777216 bytes");
    }
    isWell(reeve);
  }

  @Test
  @ResourceLock("both processors")
  void aMillionMessagesAreAnsweredWhileOthersAreServed(@Shared Reeve reeve) throws Exception {
    int count = 1_000_000;
    try (RawPeer peer = RawPeer.listening(reeve)) {
      byte[] messages = "{}\n".repeat(10_000).getBytes(StandardCharsets.UTF_8);
      Thread sender =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  for (int i = 0; i < count / 10_000; i++) {
                    peer.send(messages);
                  }
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      isWell(reeve);
      for (int i = 0; i < count; i++) {
        assertThat(peer.line()).startsWith("{");
      }
      sender.join();
      assertThat(peer.waiting()).isZero();
    }
    isWell(reeve);
  }

  @Test
  void whoDoesNotReadDoesNotKeepOthersWaiting(@Shared Reeve reeve) throws Exception {
    int threads = Procs.find(reeve.daemon()).orElseThrow().threads();
    List<RawPeer> peers = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        RawPeer peer = RawPeer.deaf(reeve);
        peers.add(peer);
        Thread.ofVirtual()
            .start(() -> {
              try {
                peer.send("{}\n".repeat(1_000_000));
              } catch (IOException e) {
                // Its socket is full until it is closed.
                Thread.currentThread().interrupt();
              }
            });
      }
      for (int i = 0; i < 5; i++) {
        isWell(reeve);
      }
    } finally {
      for (RawPeer peer : peers) {
        peer.close();
      }
    }
    assertThat(Procs.find(reeve.daemon()).orElseThrow().threads()).isLessThan(threads + 10);
  }

  @Test
  void manyConnectionsAreServedAndTooManyDoNoLastingHarm(Reeve reeve) throws Exception {
    reeve.sleeper("s");
    int before = Procs.find(reeve.daemon()).orElseThrow().descriptors();
    List<RawPeer> peers = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        peers.add(RawPeer.listening(reeve));
      }
      isWell(reeve);
      for (RawPeer peer : peers) {
        peer.call(1, "service.list", "{}");
      }
      for (RawPeer peer : peers) {
        assertThat(peer.json().get("result").get("services").items()).hasSize(1);
      }
      for (int i = 0; i < 400; i++) {
        peers.add(RawPeer.listening(reeve));
      }
    } finally {
      for (RawPeer peer : peers) {
        peer.close();
      }
    }
    Until.isTrue("it answers again", () -> reeve.run("ping").exit() == 0);
    Until.isTrue(
        "nothing stays open",
        () -> Procs.find(reeve.daemon()).orElseThrow().descriptors() <= before + 5);
    assertThat(reeve.state("s")).isEqualTo("running");
  }

  @Test
  void manyRequestsAtOnceOnOneConnectionAreLimited(@Shared Reeve reeve) throws Exception {
    try (RawPeer peer = RawPeer.listening(reeve)) {
      for (int id = 1; id <= 70; id++) {
        peer.call(id, "event.read", "{\"follow\":true,\"last\":0}");
      }
      Json error = peer.json().get("error");
      assertThat(error.get("message").text())
          .isEqualTo("64 requests are being answered on this connection");
    }
    isWell(reeve);
  }
}
