package dev.reeve.config.dialect;

import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Unloadable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Folders that are services, as processmaster has them: with a {@code run.sh}, or a definition in
 * {@code service.yml}.
 */
public final class AutoServices implements Dialect {
  /** What makes a folder one, and what changes it. */
  public static final List<String> FILES =
      List.of("run.sh", "service.yml", "service.yaml", ".regen_pm_config");

  @Override
  public String name() {
    return "auto-service";
  }

  @Override
  public boolean claims(String fileName) {
    return false; // it is no file
  }

  @Override
  public boolean recognises(Candidate candidate) {
    return false;
  }

  /** Whether a folder is a service, or has at least one in it. */
  public static boolean isOne(Path folder) {
    return isService(folder) || hasServices(folder);
  }

  /** Whether a folder is a service, so that one that is just being filled is none yet. */
  static boolean isService(Path folder) {
    return FILES.subList(0, 3).stream().anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
  }

  private static boolean hasServices(Path folder) {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        if (isService(child)) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return false; // whatever it is, it cannot be read as one
    }
    return false;
  }

  /** Translates the folder that the source stands for: one service, or all in it. */
  @Override
  public void translate(Translation translation) throws Unloadable {
    Path folder = translation.source().file().toAbsolutePath().normalize();
    Node at = new Node.Text(translation.source().start(), folder.toString(), false);
    pour(
        isService(folder)
            ? Processmaster.auto(translation, at, folder).stream().toList()
            : Processmaster.autos(translation, at, folder));
  }

  /**
   * Translates all services in a folder that a native file names.
   *
   * @param at where it is named
   */
  public static void translate(Translation translation, Node at, Path folder) {
    pour(Processmaster.autos(translation, at, folder));
  }

  private static void pour(List<Sketch> sketches) {
    SketchingDialect.pour(sketches);
  }
}
