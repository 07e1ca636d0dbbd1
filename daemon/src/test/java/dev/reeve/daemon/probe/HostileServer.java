package dev.reeve.daemon.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A server that does to its connections what a test wants, and nothing else. */
final class HostileServer implements AutoCloseable {
  /** What is done to a connection. */
  interface Deed {
    void to(Socket socket) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

  HostileServer(Deed deed) throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.add(Thread.ofVirtual().start(() -> serve(deed)));
  }

  /** One that says the same to everybody, whatever it is asked. */
  static HostileServer saying(String text) throws IOException {
    return new HostileServer(client -> {
      client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      client.shutdownOutput();
      client.getInputStream().readAllBytes();
    });
  }

  private void serve(Deed deed) {
    while (true) {
      try {
        Socket client = socket.accept();
        threads.add(
            Thread.ofVirtual()
                .start(() -> {
                  try (client) {
                    deed.to(client);
                  } catch (IOException | InterruptedException e) {
                    // the test is over, or the client has had enough
                  }
                }));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    threads.forEach(Thread::interrupt);
  }
}
