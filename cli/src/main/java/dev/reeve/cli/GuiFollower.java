package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.LogLine;
import dev.reeve.api.LogQuery;
import dev.reeve.api.Methods;
import dev.reeve.client.Client;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** Follows one log at a time, each on a connection and a thread of its own. */
final class GuiFollower implements AutoCloseable {
  /** As many as the highest screen shows, and some to scroll. */
  private static final int LINES = 300;

  private final Call call;
  private final BlockingQueue<GuiInput> news;
  private @Nullable Client client;

  GuiFollower(Call call, BlockingQueue<GuiInput> news) {
    this.call = call;
    this.news = news;
  }

  /**
   * Leaves what was followed before.
   *
   * @param target empty for nothing
   * @param number comes back with the lines
   */
  void follow(String target, String stream, int number) {
    close();
    if (target.isEmpty()) {
      return;
    }
    Client next;
    try {
      next = Client.connect(call.home().socket());
    } catch (ApiException e) {
      return; // whoever looks at the services says so, and begins anew with the next daemon
    }
    client = next;
    LogQuery query =
        new LogQuery(List.of(target), stream, LINES, "", "", false, false, true, false);
    Thread thread = new Thread(() -> read(next, query, number), "log of " + number);
    thread.setDaemon(true);
    thread.start();
  }

  private void read(Client from, LogQuery query, int number) {
    try (from) {
      from.call(Methods.LOGS, query, batch -> put(new GuiInput.Logged(number, batch.lines())));
    } catch (ApiException e) {
      boolean usual = e.code() == ErrorCode.UNREACHABLE || e.code() == ErrorCode.UNKNOWN_SERVICE;
      if (!usual) {
        LogLine line = new LogLine(null, "", 0, "err", "cannot read the log: " + e.reason());
        put(new GuiInput.Logged(number, List.of(line)));
      }
    }
  }

  /** Waits while there is much to be shown; then the daemon waits, too. */
  private void put(GuiInput input) {
    try {
      news.put(input);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
      client = null;
    }
  }
}
