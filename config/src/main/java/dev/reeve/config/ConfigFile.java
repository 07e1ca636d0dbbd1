package dev.reeve.config;

import dev.reeve.config.tree.SourceFile;
import dev.reeve.config.tree.Unloadable;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** Which file is meant. */
final class ConfigFile {
  /** What a configuration file is called in a folder. */
  static final List<String> NAMES = List.of("reeve.yaml", "reeve.yml", "reeve.json");

  private ConfigFile() {}

  /** The file itself, or the configuration file in a folder. */
  static Path find(Path fileOrFolder) throws Unloadable {
    if (!Files.isDirectory(fileOrFolder)) {
      return fileOrFolder;
    }
    List<Path> present =
        NAMES.stream()
            .map(fileOrFolder::resolve)
            .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
            .toList();
    return switch (present.size()) {
      case 1 -> present.getFirst();
      case 0 -> {
        String why =
            Files.isExecutable(fileOrFolder)
                ? "the folder has none of " + String.join(", ", NAMES) + "; name the file you mean"
                : SourceFile.DENIED;
        throw SourceFile.failed(fileOrFolder, why);
      }
      default ->
          throw SourceFile.failed(
              fileOrFolder,
              "the folder has both "
                  + present.get(0).getFileName()
                  + " and "
                  + present.get(1).getFileName()
                  + "; name the file you mean");
    };
  }
}
