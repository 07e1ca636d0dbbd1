package dev.reeve.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Reads what comes through a FIFO, a message a line, until it is closed. */
final class Inlet implements AutoCloseable {
  private final Door door;
  private final Consumer<Submission> taker;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean tooLong;
  private volatile boolean closed;

  private Inlet(Door door, Consumer<Submission> taker) {
    this.door = door;
    this.taker = taker;
  }

  /**
   * Begins to read, on a thread of its own.
   *
   * @param taker told what each line says, in order
   */
  static Inlet open(Door door, Consumer<Submission> taker) {
    Inlet inlet = new Inlet(door, taker);
    Thread thread = new Thread(inlet::read, "fifo");
    thread.setDaemon(true);
    thread.start();
    return inlet;
  }

  private void read() {
    ByteBuffer in = ByteBuffer.allocate(64 * 1024);
    try {
      while (door.channel().read(in) >= 0) {
        in.flip();
        while (in.hasRemaining()) {
          take(in.get());
        }
        in.clear();
        endWithoutNewline();
      }
    } catch (IOException e) {
      if (!closed) {
        taker.accept(new Submission.Broken("cannot read the FIFO: " + Failures.reason(e)));
      }
    }
  }

  private void take(byte b) {
    if (b != '\n') {
      if (line.size() < Submission.LONGEST) {
        line.write(b);
      } else if (!tooLong) {
        tooLong = true;
        taker.accept(
            new Submission.Broken("a line is longer than " + Submission.LONGEST + " bytes"));
      }
      return;
    }
    String text = line.toString(StandardCharsets.UTF_8).strip();
    if (!tooLong && !text.isEmpty()) {
      taker.accept(Submission.of(text));
    }
    line.reset();
    tooLong = false;
  }

  /**
   * A writer that ends without a newline has said something nonetheless. As this side keeps the
   * FIFO open for writing, too, its end is not seen; but a whole message is one.
   */
  private void endWithoutNewline() {
    String text = line.toString(StandardCharsets.UTF_8).strip();
    if (!tooLong && text.endsWith("}") && !(Submission.of(text) instanceof Submission.Broken)) {
      taker.accept(Submission.of(text));
      line.reset();
    }
  }

  /** Nothing more is taken. */
  @Override
  public void close() {
    closed = true;
    door.withdraw();
  }
}
