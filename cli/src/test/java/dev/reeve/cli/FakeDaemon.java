package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Hello;
import dev.reeve.api.Message;
import dev.reeve.api.Method;
import dev.reeve.api.Methods;
import dev.reeve.api.Version;
import dev.reeve.api.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Listens where a daemon would and answers what a test tells it to. */
final class FakeDaemon implements AutoCloseable {
  interface Answer<P, I, R> {
    R to(P params, Consumer<I> items) throws ApiException;
  }

  private record Bound<P, I, R>(Method<P, I, R> method, Answer<P, I, R> answer) {
    String result(String params, Consumer<String> items) throws ApiException {
      return Wire.write(
          answer.to(Wire.read(method.params(), params), item -> items.accept(Wire.write(item))));
    }
  }

  private final Path socket;
  private final ServerSocketChannel server;
  private final Map<String, Bound<?, ?, ?>> answers = new ConcurrentHashMap<>();
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

  /** Every request: its method and parameters. */
  final List<String> calls = new CopyOnWriteArrayList<>();

  FakeDaemon(Path socket) throws IOException {
    this.socket = socket;
    Files.createDirectories(socket.getParent());
    Files.deleteIfExists(socket);
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    on(Methods.HELLO, (hello, items) -> hello(4711000, Version.CURRENT));
    Thread.ofVirtual().start(this::listen);
  }

  static Hello hello(int pid, String version) {
    return new Hello(
        Methods.PROTOCOL, version, pid, "/home/reeve", "2026-11-20T08:00:00Z", 8_100_000, "admin");
  }

  <P, I, R> FakeDaemon on(Method<P, I, R> method, Answer<P, I, R> answer) {
    answers.put(method.name(), new Bound<>(method, answer));
    return this;
  }

  <P, I, R> FakeDaemon gives(Method<P, I, R> method, R result) {
    return on(method, (params, items) -> result);
  }

  <P, I, R> FakeDaemon refuse(Method<P, I, R> method, ErrorCode code, String reason, String hint) {
    return on(
        method,
        (params, items) -> {
          throw new ApiException(code, reason, hint);
        });
  }

  private void listen() {
    try {
      while (true) {
        SocketChannel channel = server.accept();
        open.add(channel);
        Thread.ofVirtual().start(() -> serve(channel));
      }
    } catch (IOException e) {
      // closed at the end of the test
    }
  }

  private void serve(SocketChannel channel) {
    try (channel;
        var in =
            new BufferedReader(
                new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        answer(channel, Wire.read(Message.class, line));
      }
    } catch (IOException | ApiException | Gone e) {
      // the client went away, which is what clients do
    } finally {
      open.remove(channel);
    }
  }

  private void answer(SocketChannel channel, Message request) throws IOException {
    String id = request.id();
    calls.add(request.method() + " " + request.params());
    String reply;
    try {
      Bound<?, ?, ?> bound = answers.get(request.method());
      if (bound == null) {
        throw new ApiException(ErrorCode.FAILED, "the test has no answer to this", "");
      }
      reply =
          Message.response(
              id, bound.result(request.params(), item -> send(channel, Message.item(id, item))));
    } catch (ApiException e) {
      reply = Message.failure(id, e);
    }
    send(channel, reply);
  }

  private static void send(SocketChannel channel, String message) {
    ByteBuffer bytes = ByteBuffer.wrap((message + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new Gone();
    }
  }

  /** The client hung up in the middle of an answer. */
  static final class Gone extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** The parameters of the latest call of a method. */
  String last(Method<?, ?, ?> method) {
    return calls.stream()
        .filter(call -> call.startsWith(method.name() + " "))
        .reduce((first, second) -> second)
        .map(call -> call.substring(method.name().length() + 1))
        .orElseThrow(() -> new AssertionError(method.name() + " was not called: " + calls));
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(socket); // a closed one is still connected to while somebody accepts
    server.close();
    for (SocketChannel channel : open) {
      channel.close();
    }
  }
}
