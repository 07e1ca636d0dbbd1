package dev.reeve.daemon.control;

import dev.reeve.api.ApiException;
import java.io.IOException;

/**
 * One request that is being answered.
 *
 * @param caller who asks
 * @param params what is said with it
 * @param items takes what is streamed before the result; waits while the peer is slow to read
 */
record Call<P, I>(Caller caller, P params, Items<I> items) {
  /** Takes items of a stream. */
  interface Items<I> {
    void send(I item) throws IOException;
  }

  /**
   * Answers requests of one method, each on a thread of its own; interrupted when the peer hangs
   * up.
   */
  interface Handler<P, I, R> {
    R handle(Call<P, I> call) throws ApiException, IOException, InterruptedException;
  }
}
