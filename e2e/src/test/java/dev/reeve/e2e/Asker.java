package dev.reeve.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks an HTTP server without a pause and keeps who answered, and how long nobody did. */
final class Asker implements AutoCloseable {
  private final int port;
  private final Thread thread;
  private final List<String> answers = new ArrayList<>();
  private long lastAnswer = System.nanoTime();
  private long longestGap;
  private volatile boolean closed;

  Asker(int port) {
    this.port = port;
    this.thread = Thread.ofVirtual().start(this::askOnAndOn);
  }

  /** A port on which nobody listens now. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void askOnAndOn() {
    while (!closed) {
      String answer = ask(port);
      synchronized (this) {
        if (!answer.isEmpty()) {
          longestGap = Math.max(longestGap, System.nanoTime() - lastAnswer);
          lastAnswer = System.nanoTime();
          if (answers.isEmpty() || !answers.getLast().equals(answer)) {
            answers.add(answer);
          }
        }
      }
    }
  }

  /** The last line of an answer; empty if there is none. */
  static String ask(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(1000);
      socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return all.contains("200 OK") ? all.substring(all.lastIndexOf('\n') + 1) : "";
    } catch (IOException e) {
      return ""; // nobody listens, or it ended in the midst of the answer
    }
  }

  /** Those who answered, one after the other. */
  synchronized List<String> answers() {
    return List.copyOf(answers);
  }

  /** The longest time between two answers. */
  synchronized Duration longestGap() {
    return Duration.ofNanos(longestGap);
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
