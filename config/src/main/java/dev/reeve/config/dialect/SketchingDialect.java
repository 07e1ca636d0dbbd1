package dev.reeve.config.dialect;

import dev.reeve.config.tree.Unloadable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A dialect that first sketches every service and only then fills the drafts. */
interface SketchingDialect extends Dialect {
  /**
   * Everything the file runs.
   *
   * @throws Unloadable if there is a problem after which nothing more can be read
   */
  List<Sketch> sketches(Translation translation) throws Unloadable;

  @Override
  default void translate(Translation translation) throws Unloadable {
    pour(sketches(translation));
  }

  /** Fills the drafts. */
  static void pour(List<Sketch> sketches) {
    Map<String, String> names = new HashMap<>();
    sketches.forEach(sketch -> names.put(sketch.foreignName(), sketch.name()));
    sketches.forEach(sketch -> sketch.pour(names));
  }
}
