package dev.reeve.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A command that goes on, such as one with -f: its lines as they come, never waited for long. */
final class Talk implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  Talk(Process process) {
    this.process = process;
    Thread.ofVirtual()
        .start(() -> {
          try (BufferedReader reader = process.inputReader()) {
            reader.lines().forEach(lines::add);
          } catch (IOException | UncheckedIOException e) {
            // Of a command that was ended; nobody else's test is to fail of that.
            lines.add("cannot read on: " + e);
          }
        });
  }

  /** The next line; fails if none comes. */
  String line() throws InterruptedException {
    String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (line == null) {
      throw new AssertionError("no line came from " + process.info());
    }
    return line;
  }

  /** The process itself. */
  Process process() {
    return process;
  }

  /** Its exit code; fails if it does not end. */
  int exit() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("does not end: " + process.info());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
