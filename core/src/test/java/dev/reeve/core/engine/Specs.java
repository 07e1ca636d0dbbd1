package dev.reeve.core.engine;

import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.SpecReader;
import dev.reeve.core.spec.SpecWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Specs for tests, declared as in a configuration file. */
final class Specs {
  private Specs() {}

  /** A service with these fields: path, value, path, value… */
  static ServiceSpec spec(String name, Object... fields) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("command", "/bin/" + name);
    for (int i = 0; i < fields.length; i += 2) {
      SpecWriter.put(tree, (String) fields[i], fields[i + 1]);
    }
    SpecReader.Reading reading = SpecReader.read(name, tree, Path.of("/srv"));
    return reading.spec().orElseThrow(() -> new AssertionError(reading.problems()));
  }

  /** A one-shot. */
  static ServiceSpec job(String name, Object... fields) {
    Object[] all = new Object[fields.length + 2];
    all[0] = "once";
    all[1] = true;
    System.arraycopy(fields, 0, all, 2, fields.length);
    return spec(name, all);
  }
}
