package dev.reeve.logs;

import java.io.Closeable;
import java.io.IOException;

/** Gives the bytes of a log in their order, over the borders of its files. */
interface ByteFeed extends Closeable {
  /**
   * Reads some bytes.
   *
   * @return how many; 0 or less when there are none, or none now
   */
  int read(byte[] into, int at, int most) throws IOException;
}
