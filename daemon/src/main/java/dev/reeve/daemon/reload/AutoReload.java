package dev.reeve.daemon.reload;

import dev.reeve.daemon.watch.Changes;
import dev.reeve.daemon.watch.Watches;
import dev.reeve.linux.Epoll;
import dev.reeve.linux.EventFd;
import dev.reeve.linux.LinuxException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Watches the files of configurations that say {@code daemon.auto_reload}, and has a change
 * applied. Its thread begins with the first of them, and sleeps while nothing changes.
 */
public final class AutoReload implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(AutoReload.class.getName());
  private static final long WAKE = 0;
  private static final long FILES = 1;

  private final Reloads reloads;
  private final Queue<String> wanted = new ConcurrentLinkedQueue<>();
  private final Map<String, Following> following = new HashMap<>();
  private volatile boolean closed;
  private @Nullable EventFd wake;
  private @Nullable Thread thread;

  /** Watches nothing yet. */
  public AutoReload(Reloads reloads) {
    this.reloads = reloads;
  }

  /**
   * Looks whether these files are to be followed, or no more. Returns at once; from any thread.
   *
   * @param sources absolute paths, of which some may not exist
   */
  public void consider(Collection<String> sources) {
    List<String> worth = new ArrayList<>();
    for (String source : sources) {
      if (!source.isEmpty() && (isRunning() || reloads.mayFollow(source))) {
        worth.add(source);
      }
    }
    if (worth.isEmpty()) {
      return;
    }
    wanted.addAll(worth);
    try {
      begin().wake();
    } catch (LinuxException e) {
      reloads.trouble("cannot follow " + String.join(", ", worth) + ": " + e.getMessage());
    }
  }

  private synchronized boolean isRunning() {
    return thread != null;
  }

  private synchronized EventFd begin() throws LinuxException {
    EventFd its = wake;
    if (its == null) {
      EventFd made = new EventFd();
      wake = made;
      thread = Thread.ofPlatform().daemon().name("reeve-reload").start(() -> run(made));
      return made;
    }
    return its;
  }

  private void run(EventFd waker) {
    try (Epoll epoll = new Epoll();
        Watches watches = new Watches(new Listener())) {
      epoll.add(waker.fd(), Epoll.IN, WAKE);
      epoll.add(watches.fd(), Epoll.IN, FILES);
      boolean[] ready = new boolean[2];
      while (!closed) {
        epoll.await(untilNext(System.nanoTime()), (token, events) -> ready[(int) token] = true);
        if (ready[(int) WAKE]) {
          waker.drain();
        }
        if (ready[(int) FILES]) {
          watches.ready();
        }
        ready[0] = false;
        ready[1] = false;
        for (String source = wanted.poll(); source != null; source = wanted.poll()) {
          look(source, watches);
        }
        fire(watches);
      }
    } catch (LinuxException e) {
      reloads.trouble("cannot follow configurations any more: " + e.getMessage());
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "ended while a file was applied", e);
    }
  }

  private final class Listener implements Watches.Listener {
    @Override
    public void changed(String key, Changes changes) {
      for (Following its : following.values()) {
        if (its.isWatched(key)) {
          its.changed(changes.text());
        }
      }
    }

    @Override
    public void trouble(String key, String message) {
      reloads.trouble(message);
    }
  }

  /** Milliseconds until something is due; -1 if nothing is. */
  private long untilNext(long now) {
    long least = -1;
    for (Following its : following.values()) {
      OptionalLong due = its.debounce.due();
      if (due.isPresent()) {
        long millis = Math.max(0, (due.getAsLong() - now + 999_999) / 1_000_000);
        least = least < 0 ? millis : Math.min(least, millis);
      }
    }
    return least;
  }

  private void look(String source, Watches watches) throws InterruptedException {
    follow(source, reloads.look(source), watches);
  }

  private void fire(Watches watches) throws InterruptedException {
    for (Following its : List.copyOf(following.values())) {
      if (its.debounce.take(System.nanoTime())) {
        follow(its.source, reloads.reload(its.source, its.change), watches);
      }
    }
  }

  private void follow(String source, Reloads.Wish wish, Watches watches) {
    switch (wish) {
      case Reloads.Wish.Same() -> {}
      case Reloads.Wish.None() -> {
        Following old = following.remove(source);
        if (old != null) {
          old.end(watches);
        }
      }
      case Reloads.Wish.Files(var files, var changed) -> {
        boolean fresh = !following.containsKey(source);
        Following its = following.computeIfAbsent(source, Following::new);
        if (changed) {
          its.changed("while it was not followed");
        }
        try {
          if (its.follow(files, watches) && !fresh) {
            // What changed between the reading and the watching is not to be missed.
            its.changed(its.change.files());
          }
        } catch (IOException e) {
          reloads.trouble("cannot follow all of " + source + ": " + e.getMessage());
        }
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    Thread its;
    EventFd waker;
    synchronized (this) {
      its = thread;
      waker = wake;
    }
    if (its != null && waker != null) {
      waker.wake();
      its.interrupt();
      try {
        its.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      waker.close();
    }
  }
}
