package dev.reeve.config;

import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Problems;
import dev.reeve.config.tree.Source;
import dev.reeve.config.tree.Unloadable;
import dev.reeve.config.tree.YamlReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Any YAML or JSON document as a plain tree, read with the same bounds as a configuration. */
public final class YamlTree {
  private YamlTree() {}

  /**
   * Reads a document.
   *
   * @param file where it is from, for messages
   * @return maps, lists, texts, numbers and booleans; null for nothing
   * @throws IOException if it is no such document; the message says where and why
   */
  public static @Nullable Object read(Path file, String text) throws IOException {
    Problems problems = new Problems();
    try {
      Optional<Node> root = YamlReader.read(new Source(file, text), problems);
      if (problems.isEmpty()) {
        return root.isEmpty() ? null : root.get().tree();
      }
    } catch (Unloadable e) {
      problems.add(e.problem());
    }
    throw new IOException(firstLine(problems.sorted().getFirst().text()));
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}
