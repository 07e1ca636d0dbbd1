package dev.reeve.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** What is typed, read on a thread of its own. */
final class Keyboard extends Thread {
  private static final int MOST = 1024;

  private final InputStream in;
  private final Consumer<Key> taker;
  private final byte[] bytes = new byte[MOST];
  private int held;

  private Keyboard(InputStream in, Consumer<Key> taker) {
    super("keyboard");
    this.in = in;
    this.taker = taker;
    setDaemon(true);
  }

  /** Hands over each key until nothing more can come. */
  static void listen(InputStream in, Consumer<Key> taker) {
    new Keyboard(in, taker).start();
  }

  @Override
  public void run() {
    try {
      for (int n = read(); n >= 0; n = read()) {
        int whole = whole(held + n);
        String text = new String(bytes, 0, whole, StandardCharsets.UTF_8);
        held += n - whole;
        System.arraycopy(bytes, whole, bytes, 0, held);
        Key.of(text).forEach(taker);
      }
    } catch (IOException e) {
      return; // the terminal is gone, of which the kernel sends a signal, too
    }
  }

  private int read() throws IOException {
    return in.read(bytes, held, bytes.length - held);
  }

  /** How many bytes there are up to the end of the last whole character. */
  private int whole(int length) {
    int at = length - 1;
    while (at >= 0 && length - at < 4 && (bytes[at] & 0xc0) == 0x80) {
      at--;
    }
    if (at < 0) {
      return length;
    }
    int first = bytes[at] & 0xff;
    int needed = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
    return length - at < needed ? at : length;
  }
}
