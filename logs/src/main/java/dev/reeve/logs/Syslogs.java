package dev.reeve.logs;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One {@link SyslogSink} for each server, as long as some stream uses it. */
final class Syslogs {
  private static final class Shared {
    final SyslogSink sink;
    int users;

    Shared(SyslogSink sink) {
      this.sink = sink;
    }
  }

  private final PumpListener listener;
  private final Map<String, Shared> sinks = new HashMap<>();
  private final Set<Thread> ending = ConcurrentHashMap.newKeySet();

  Syslogs(PumpListener listener) {
    this.listener = listener;
  }

  /** The one of a server, to be released once. */
  synchronized SyslogSink acquire(String url) {
    Shared shared = sinks.computeIfAbsent(url, u -> new Shared(new SyslogSink(u, listener)));
    shared.users++;
    return shared.sink;
  }

  /** One user less; the last one ends it. */
  void release(SyslogSink sink) {
    boolean last = false;
    synchronized (this) {
      for (Shared shared : sinks.values()) {
        last |= shared.sink == sink && --shared.users == 0;
      }
      sinks.values().removeIf(shared -> shared.users == 0);
    }
    if (last) {
      // Its farewell may take a moment, for which no stream waits.
      end(sink);
    }
  }

  private void end(SyslogSink sink) {
    Thread thread =
        Thread.ofVirtual()
            .unstarted(() -> {
              sink.close();
              ending.remove(Thread.currentThread());
            });
    ending.add(thread);
    thread.start();
  }

  /** Ends all of them, together, and waits for it: seconds at most. */
  void close() {
    synchronized (this) {
      sinks.values().forEach(shared -> end(shared.sink));
      sinks.clear();
    }
    try {
      for (Thread thread : Set.copyOf(ending)) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
