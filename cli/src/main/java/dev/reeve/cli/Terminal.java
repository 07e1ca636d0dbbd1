package dev.reeve.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The streams a command writes to, and what is known of what is behind them.
 *
 * @param out what was asked for
 * @param err what went wrong, and progress
 * @param outIsScreen whether a person looks at {@code out}
 * @param errIsScreen whether a person looks at {@code err}
 * @param columns how wide the screen is; asked only when it matters
 * @param rows how high the screen is
 * @param endless called by a command that goes on until it is interrupted: from then on an
 *     interrupt is the good end
 * @param interrupted told by a command that waits what is to be done when somebody interrupts it
 * @param signals told by a command that ends in its own way what takes the number of each SIGHUP,
 *     SIGINT and SIGTERM from then on, on a thread of its own
 * @param resized told by a command that fills the screen what is to be done each time the screen
 *     has another size, on a thread of its own
 * @param keys opens what is typed; a stream without a byte where there is no keyboard
 */
public record Terminal(
    OutputStream out,
    OutputStream err,
    boolean outIsScreen,
    boolean errIsScreen,
    IntSupplier columns,
    IntSupplier rows,
    Runnable endless,
    Consumer<Runnable> interrupted,
    Consumer<IntConsumer> signals,
    Consumer<Runnable> resized,
    Supplier<InputStream> keys) {

  /** Streams that nobody looks at: files and pipes. */
  public static Terminal plain(OutputStream out, OutputStream err) {
    return new Terminal(
        out,
        err,
        false,
        false,
        () -> 80,
        () -> 24,
        () -> {},
        last -> {},
        each -> {},
        each -> {},
        InputStream::nullInputStream);
  }
}
