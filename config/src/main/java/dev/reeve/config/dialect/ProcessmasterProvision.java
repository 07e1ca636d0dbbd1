package dev.reeve.config.dialect;

import dev.reeve.config.tree.Node;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The {@code provisioning} of processmaster: the same words, but it may leave the directory. */
final class ProcessmasterProvision {
  private ProcessmasterProvision() {}

  /**
   * Takes it over, without what is not below the working directory, for which there is a warning.
   *
   * @param directory the working directory, absolute
   */
  static void translate(Sketch sketch, Node.Entry provisioning, Path directory) {
    if (!(provisioning.value() instanceof Node.Items list)) {
      sketch.put(provisioning, "provision"); // the reader of specs says what is wrong with it
      return;
    }
    List<Node> inside = new ArrayList<>();
    for (Node item : list.items()) {
      if (item instanceof Node.Entries step && isOutside(step, directory)) {
        sketch.ignored(
            item.at(), "provisioning", "'path' must be below 'working_directory' in Reeve");
      } else {
        inside.add(item);
      }
    }
    if (!inside.isEmpty()) {
      sketch.put(
          new Node.Entry(provisioning.at(), provisioning.key(), new Node.Items(list.at(), inside)),
          "provision");
    }
  }

  private static boolean isOutside(Node.Entries step, Path directory) {
    String text =
        ProcessmasterService.present(step, "path")
            .flatMap(path -> Trees.text(path.value()))
            .orElse("");
    try {
      return !text.isEmpty() && !directory.resolve(text).normalize().startsWith(directory);
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
