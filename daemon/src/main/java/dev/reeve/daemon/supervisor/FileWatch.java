package dev.reeve.daemon.supervisor;

import dev.reeve.core.engine.Desired;
import dev.reeve.core.engine.Order;
import dev.reeve.core.engine.Selection;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.core.spec.WatchSpec;
import dev.reeve.daemon.watch.Changes;
import dev.reeve.daemon.watch.Debounce;
import dev.reeve.daemon.watch.Patterns;
import dev.reeve.daemon.watch.Watches;
import dev.reeve.linux.Epoll;
import dev.reeve.linux.LinuxException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches the files of services that want it, while they are wanted up, and asks for what is to
 * follow a change. Used by the loop only. Opens nothing before a service wants it.
 */
final class FileWatch {
  /** The token of its descriptor. */
  static final long TOKEN = Long.MIN_VALUE;

  private static final System.Logger LOG = System.getLogger(FileWatch.class.getName());

  /** So many actions within the time are a service that changes its own files. */
  private static final int STORM = 5;

  private static final long STORM_NANOS = 20_000_000_000L;

  private static final class Watched {
    final String name;
    final WatchSpec spec;
    final Path base;
    final Debounce debounce;
    final Deque<Long> actions = new ArrayDeque<>();
    String what = "";

    Watched(String name, WatchSpec spec, Path base) {
      this.name = name;
      this.spec = spec;
      this.base = base;
      this.debounce = new Debounce(spec.delay());
    }

    boolean isFor(ServiceView view) {
      return name.equals(view.name())
          && spec.equals(view.spec().watch())
          && base.equals(view.spec().directory());
    }
  }

  private final Epoll epoll;
  private final Notes notes;
  private final BiConsumer<String, Order> ask;
  private final Map<String, Watched> watched = new HashMap<>();

  /** Those that wait for their files to come to rest. */
  private final Set<Watched> stirred = new LinkedHashSet<>();

  private @Nullable Watches watches;

  /**
   * @param ask asks the engine for something, in the name of somebody
   */
  FileWatch(Epoll epoll, Notes notes, BiConsumer<String, Order> ask) {
    this.epoll = epoll;
    this.notes = notes;
    this.ask = ask;
  }

  /** A service is as it is said here. */
  void published(ServiceView view) {
    Watched old = watched.get(view.name());
    boolean wanted = view.spec().watch().isDeclared() && view.desired() == Desired.UP;
    if (wanted ? old != null && old.isFor(view) : old == null) {
      return;
    }
    withdrawn(view.name());
    if (wanted) {
      begin(new Watched(view.name(), view.spec().watch(), view.spec().directory()));
    }
  }

  private void begin(Watched its) {
    watched.put(its.name, its);
    try {
      Patterns patterns = Patterns.compile(meant(its.spec.paths()), meant(its.spec.ignore()));
      open().watch(its.name, its.base, patterns);
    } catch (IllegalArgumentException | IOException e) {
      // Tried again when it is started or changed the next time.
      trouble(its.name, String.valueOf(e.getMessage()));
    }
  }

  /** A plain name may be a file, or a folder with all that is in it. */
  private static List<String> meant(List<String> patterns) {
    List<String> meant = new ArrayList<>();
    for (String written : patterns) {
      String pattern = written.startsWith("./") ? written.substring(2) : written;
      if (pattern.isEmpty() || pattern.equals(".")) {
        meant.add("**");
        continue;
      }
      meant.add(pattern);
      boolean plain = pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0;
      if (plain && !pattern.endsWith("/")) {
        meant.add(pattern + "/");
      }
    }
    return meant;
  }

  private Watches open() throws LinuxException {
    Watches open = watches;
    if (open == null) {
      open =
          new Watches(
              new Watches.Listener() {
                @Override
                public void changed(String key, Changes changes) {
                  FileWatch.this.changed(key, changes);
                }

                @Override
                public void trouble(String key, String message) {
                  FileWatch.this.trouble(key, message);
                }
              });
      epoll.add(open.fd(), Epoll.IN, TOKEN);
      watches = open;
    }
    return open;
  }

  private void trouble(String service, String message) {
    notes.trouble(service, 0, "warning", message, Instant.now());
  }

  /** A service is no more, or has another name. */
  void withdrawn(String name) {
    Watches open = watches;
    Watched its = watched.remove(name);
    if (its != null && open != null) {
      stirred.remove(its);
      open.unwatch(name);
    }
  }

  /** Something can be read. */
  void ready() {
    Watches open = watches;
    if (open != null) {
      try {
        open.ready();
      } catch (LinuxException e) {
        LOG.log(Level.ERROR, "cannot read changes of files", e);
      }
    }
  }

  private void changed(String key, Changes changes) {
    Watched its = watched.get(key);
    if (its != null) {
      its.what = changes.text();
      its.debounce.changed(System.nanoTime());
      stirred.add(its);
    }
  }

  /** Milliseconds until something is due; -1 if nothing is. */
  long untilNext(long now) {
    long least = -1;
    for (Watched its : stirred) {
      OptionalLong due = its.debounce.due();
      if (due.isPresent()) {
        long millis = Math.max(0, (due.getAsLong() - now + 999_999) / 1_000_000);
        least = least < 0 ? millis : Math.min(least, millis);
      }
    }
    return least;
  }

  /** Asks for what is due. */
  void fire(long now) {
    for (Watched its : List.copyOf(stirred)) {
      if (its.debounce.take(now)) {
        stirred.remove(its);
        act(its, now);
      }
    }
  }

  private void act(Watched its, long now) {
    while (!its.actions.isEmpty() && now - its.actions.getFirst() > STORM_NANOS) {
      its.actions.removeFirst();
    }
    if (its.actions.size() >= STORM) {
      if (its.actions.size() == STORM) {
        its.actions.add(now);
        trouble(
            its.name,
            its.what
                + " changed again: "
                + STORM
                + " times within 20s look like its own doing; nothing follows until it is quiet"
                + " (put it into watch.ignore)");
      }
      return;
    }
    its.actions.add(now);
    List<Selection> target = List.of(Selection.all(its.name));
    ask.accept(
        "watch (" + its.what + " changed)",
        switch (its.spec.action()) {
          case WatchSpec.Action.Restart() -> new Order.Restart(target);
          case WatchSpec.Action.Reload() -> new Order.Reload(target);
          case WatchSpec.Action.Signal(String name) -> new Order.Signal(target, name);
        });
  }
}
