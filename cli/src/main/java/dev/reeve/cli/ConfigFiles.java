package dev.reeve.cli;

import dev.reeve.api.ErrorCode;
import dev.reeve.config.Loaded;
import java.nio.file.Files;
import java.nio.file.Path;

/** Configuration files that are named on the command line. */
final class ConfigFiles {
  private ConfigFiles() {}

  /** Relative to where the command runs, and short in messages if that is where Java runs, too. */
  static Path path(Call call, String text) {
    Path path = Path.of(text);
    boolean here = call.invocation.directory().equals(Path.of("").toAbsolutePath());
    return here ? path : call.invocation.directory().resolve(path).normalize();
  }

  /** Whether it can only be meant as one: a file by its extension, or a folder with one. */
  static boolean isOne(Path path) {
    if (Files.isDirectory(path)) {
      return Files.exists(path.resolve("reeve.yaml"))
          || Files.exists(path.resolve("reeve.yml"))
          || Files.exists(path.resolve("reeve.json"));
    }
    return hasExtension(path.toString()) && Files.exists(path);
  }

  static boolean hasExtension(String name) {
    return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
  }

  static Complaint complaint(String what, Loaded.Broken broken) {
    int count = broken.problems().size();
    return new Complaint(
        ErrorCode.FAILED,
        what,
        Human.count(count, "mistake") + "\n" + broken.text(),
        "nothing was started or changed; mend the file and try again");
  }

  /** All mistakes of a file. */
  static void print(Call call, String file, Loaded.Broken broken) {
    Style style = call.errStyle();
    call.err.line(broken.text());
    call.err.line(
        style.red(Clean.line(file) + " has " + Human.count(broken.problems().size(), "mistake")));
    call.err.flush();
  }
}
