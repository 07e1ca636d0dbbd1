package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.client.Client;
import java.util.function.Consumer;

/** A call that goes on while others are made: with its own connection, on its own thread. */
final class Background implements AutoCloseable {
  /** What is done with the connection. */
  interface Work {
    void with(Client client) throws ApiException;
  }

  private final Client client;
  private volatile boolean closed;

  /**
   * Begins.
   *
   * @param failed told why it ended, unless it ended by itself or was closed
   */
  Background(Call call, String name, Work work, Consumer<ApiException> failed) throws ApiException {
    this.client = Client.connect(call.home().socket());
    Thread thread =
        new Thread(
            () -> {
              try {
                work.with(client);
              } catch (ApiException e) {
                if (!closed) {
                  failed.accept(e);
                }
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    closed = true;
    client.close();
  }
}
