package dev.reeve.logs;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One syslog server, with a thread of its own and a bounded queue before it: who writes a log never
 * waits for a network. What finds no room in the queue is counted; that it is so is told once, and
 * how many it were when messages get through again.
 */
final class SyslogSink {
  /** How much waits at most, in bytes. */
  static final int MOST_WAITING = 4 * 1024 * 1024;

  private static final Duration FIRST_DELAY = Duration.ofMillis(200);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final String url;
  private final String host;
  private final PumpListener listener;
  private final Thread thread;

  // Guarded by this object's monitor.
  private final Queue<byte[]> queue = new ArrayDeque<>();
  private long waiting;
  private long lost;
  private boolean troubled;
  private long closedAt;
  private boolean closed;

  // Used by the thread, closed by any.
  private volatile @Nullable SyslogLine line;

  SyslogSink(String url, PumpListener listener) {
    this.url = url;
    this.listener = listener;
    this.host = SyslogLine.hostName();
    this.thread = new Thread(this::run, "reeve-syslog");
    thread.setDaemon(true);
    thread.start();
  }

  /** The name of this machine, as messages say it. */
  String host() {
    return host;
  }

  /** Sends a message soon, or counts it. */
  synchronized void offer(byte[] message) {
    if (waiting + message.length > MOST_WAITING || closed) {
      lost++;
      return;
    }
    queue.add(message);
    waiting += message.length;
    if (queue.size() == 1) {
      notifyAll();
    }
  }

  /** How many messages were given up. */
  synchronized long lost() {
    return lost;
  }

  private void run() {
    Duration delay = FIRST_DELAY;
    try {
      byte[] message;
      while ((message = head()) != null) {
        try {
          send(message);
          taken(message);
          delay = FIRST_DELAY;
        } catch (IOException e) {
          hangUp();
          if (!failed(e)) {
            return;
          }
          pause(delay);
          Duration longer = delay.multipliedBy(2);
          delay = longer.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : longer;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      hangUp();
      goodbye();
    }
  }

  private void send(byte[] message) throws IOException {
    SyslogLine open = line;
    if (open == null) {
      open = SyslogLine.open(url);
      line = open;
    }
    open.send(message);
  }

  private void hangUp() {
    SyslogLine open = line;
    line = null;
    if (open != null) {
      open.close();
    }
  }

  /** The next message, which stays the next until it is taken; null at the end. */
  private synchronized byte @Nullable [] head() throws InterruptedException {
    while (queue.isEmpty() && !closed) {
      wait();
    }
    boolean late = closed && System.nanoTime() - closedAt > FAREWELL.toNanos();
    return late ? null : queue.peek();
  }

  private void taken(byte[] message) {
    long given;
    synchronized (this) {
      queue.remove();
      waiting -= message.length;
      if (!troubled) {
        return;
      }
      troubled = false;
      given = lost;
      lost = 0;
    }
    listener.syslogRecovered(url, given);
  }

  /** Tells of it once; false when it is not to be tried again. */
  private boolean failed(IOException e) {
    synchronized (this) {
      if (troubled || closed) {
        return !closed;
      }
      troubled = true;
    }
    listener.syslogTrouble(url, "cannot send to " + url + ": " + Reason.of(e));
    return true;
  }

  private synchronized void pause(Duration delay) throws InterruptedException {
    long until = System.nanoTime() + delay.toNanos();
    long rest = delay.toNanos();
    while (rest > 0 && !closed) {
      TimeUnit.NANOSECONDS.timedWait(this, rest);
      rest = until - System.nanoTime();
    }
  }

  private void goodbye() {
    long given;
    synchronized (this) {
      closed = true;
      given = lost + queue.size();
      queue.clear();
    }
    if (given > 0) {
      listener.syslogTrouble(url, given + " messages were not sent to " + url);
    }
  }

  /** Sends what waits, for a second at most, and ends. */
  void close() {
    synchronized (this) {
      closed = true;
      closedAt = System.nanoTime();
      notifyAll();
    }
    try {
      if (!thread.join(FAREWELL)) {
        // A receiver that reads nothing: only this ends a write.
        hangUp();
        thread.join(FAREWELL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
