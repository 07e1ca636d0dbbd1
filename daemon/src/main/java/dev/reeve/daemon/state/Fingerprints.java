package dev.reeve.daemon.state;

import dev.reeve.api.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What followed configurations were when they were last applied, so that a daemon knows what has
 * changed while there was none. One thread uses it.
 */
public final class Fingerprints {
  private final StateFile file;
  private @Nullable Map<String, String> known;

  /** Nothing is read yet; the folder must exist when something is written. */
  public Fingerprints(Path file) {
    this.file = new StateFile(file);
  }

  /** Whether a configuration is known, and was another one. */
  public boolean isOther(String source, String fingerprint) {
    String old = known().get(source);
    return old != null && !old.equals(fingerprint);
  }

  /**
   * Notes what a configuration is, on disk when this returns.
   *
   * @throws IOException if it cannot be written
   */
  public void note(String source, String fingerprint) throws IOException {
    if (!fingerprint.equals(known().put(source, fingerprint))) {
      store();
    }
  }

  /**
   * A configuration is followed no more.
   *
   * @throws IOException if that cannot be written
   */
  public void forget(String source) throws IOException {
    if (known().remove(source) != null) {
      store();
    }
  }

  private void store() throws IOException {
    file.store(Wire.writeTree(Map.of("version", 1, "followed", known())));
  }

  private Map<String, String> known() {
    Map<String, String> its = known;
    if (its == null) {
      its = new TreeMap<>();
      Object all = file.load().document().map(document -> document.get("followed")).orElse(null);
      if (all instanceof Map<?, ?> map) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          its.put(String.valueOf(entry.getKey()), String.valueOf(entry.getValue()));
        }
      }
      known = its;
    }
    return its;
  }
}
