package dev.reeve.logs;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What other threads want the pump to do, in the order they said so. */
final class Commands {
  private record Command(Runnable action, Runnable refusal) {}

  private final Queue<Command> queue = new ArrayDeque<>();
  private final Runnable wake;
  private boolean closed;

  /**
   * An empty queue.
   *
   * @param wake run after each command was added
   */
  Commands(Runnable wake) {
    this.wake = wake;
  }

  /**
   * Adds a command.
   *
   * @param refusal run instead when it will never be done
   * @return false when the queue is closed; then neither is run
   */
  boolean add(Runnable action, Runnable refusal) {
    synchronized (this) {
      if (closed) {
        return false;
      }
      queue.add(new Command(action, refusal));
    }
    wake.run();
    return true;
  }

  /** Does what was added. */
  void run() {
    Command next;
    while ((next = poll()) != null) {
      next.action().run();
    }
  }

  private synchronized @Nullable Command poll() {
    return queue.poll();
  }

  /** Takes no more commands, and refuses those that are left. */
  void close() {
    synchronized (this) {
      closed = true;
    }
    Command next;
    while ((next = poll()) != null) {
      next.refusal().run();
    }
  }
}
