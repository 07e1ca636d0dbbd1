package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Method;
import dev.reeve.client.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A connection that outlives the daemon at its other end: when that goes away, the next one is
 * waited for. For calls that may be made twice.
 */
final class Link implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** As long as this somebody else may be about to start it: its keeper, or the init system. */
  private static final Duration FOR_OTHERS = Duration.ofSeconds(5);

  private final Call call;
  private final Daemon.Need need;
  private final Consumer<String> news;
  private Client client;

  /**
   * Connects.
   *
   * @param need with {@link Daemon.Need#START} the next daemon is started if nobody else does
   * @param news told when a daemon goes and when the next one has come, in a clause
   */
  Link(Call call, Daemon.Need need, Consumer<String> news) throws Complaint {
    this.call = call;
    this.need = need;
    this.news = news;
    this.client = call.client(need);
  }

  /** The daemon of this moment. */
  Client client() {
    return client;
  }

  /** Calls a method, of the next daemon if need be. */
  <P, I, R> R call(Method<P, I, R> method, P params) throws ApiException {
    while (true) {
      try {
        return client.call(method, params);
      } catch (ApiException e) {
        renew(e);
      }
    }
  }

  /** What a method streams. */
  <P, I, R> List<I> items(Method<P, I, R> method, P params) throws ApiException {
    while (true) {
      List<I> items = new ArrayList<>();
      try {
        client.call(method, params, items::add);
        return items;
      } catch (ApiException e) {
        renew(e);
      }
    }
  }

  /**
   * Waits for the next daemon.
   *
   * @param why what became of the one before
   * @throws ApiException the same again if no other daemon helps, or none comes
   */
  void renew(ApiException why) throws ApiException {
    if (why.code() != ErrorCode.UNREACHABLE) {
      throw why;
    }
    client.close();
    news.accept("the daemon went away; waiting for the next one");
    long begin = System.nanoTime();
    boolean started = need != Daemon.Need.START;
    while (true) {
      try {
        client = Client.connect(call.home().socket());
        news.accept("a daemon answers again");
        return;
      } catch (ApiException e) {
        if (e.code() != ErrorCode.UNREACHABLE) {
          throw e;
        }
      }
      long waited = System.nanoTime() - begin;
      if (waited > PATIENCE.toNanos()) {
        throw why;
      }
      if (!started && waited > FOR_OTHERS.toNanos()) {
        started = true;
        start();
      }
      pause(why);
    }
  }

  private void start() throws ApiException {
    try {
      Launch.daemon(call.invocation, call.home()).close();
    } catch (Complaint e) {
      throw new ApiException(e.code(), e.reason(), e.hint());
    }
  }

  private static void pause(ApiException why) throws ApiException {
    try {
      TimeUnit.MILLISECONDS.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw why;
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
