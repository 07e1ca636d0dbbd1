package dev.reeve.daemon.reload;

import dev.reeve.config.Followed;
import dev.reeve.daemon.watch.Debounce;
import dev.reeve.daemon.watch.Patterns;
import dev.reeve.daemon.watch.Watches;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One configuration whose files are watched. Used by one thread. */
final class Following {
  /** Editors and copies of several files take their time. */
  private static final Duration DELAY = Duration.ofMillis(300);

  final String source;
  final Debounce debounce = new Debounce(DELAY);
  String what = "";
  private final List<String> keys = new ArrayList<>();
  private List<Followed> files = List.of();

  Following(String source) {
    this.source = source;
  }

  boolean isWatched(String key) {
    return keys.contains(key);
  }

  /**
   * Watches these files and no others.
   *
   * @return whether that is a change
   * @throws IOException if some of them cannot be watched; the others are
   */
  boolean follow(List<Followed> wanted, Watches watches) throws IOException {
    if (wanted.equals(files)) {
      return false;
    }
    end(watches);
    files = List.copyOf(wanted);
    Map<Path, List<String>> patterns = new LinkedHashMap<>();
    for (Followed followed : wanted) {
      patterns
          .computeIfAbsent(followed.folder(), any -> new ArrayList<>())
          .addAll(followed.patterns());
    }
    IOException trouble = null;
    for (Map.Entry<Path, List<String>> entry : patterns.entrySet()) {
      String key = source + "\0" + entry.getKey();
      try {
        watches.watch(key, entry.getKey(), Patterns.compile(entry.getValue(), List.of()));
        keys.add(key);
      } catch (IOException e) {
        trouble = e;
      } catch (IllegalArgumentException e) {
        trouble = new IOException(e.getMessage(), e);
      }
    }
    if (trouble != null) {
      throw trouble;
    }
    return true;
  }

  /** Watches nothing any more. */
  void end(Watches watches) {
    keys.forEach(watches::unwatch);
    keys.clear();
    files = List.of();
  }
}
