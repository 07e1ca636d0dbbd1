package dev.reeve.daemon.diagnosis;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The packages that scripts import at their top level, followed through the files of the program
 * itself: as many as are sensible, and none outside of the script's folder.
 */
final class NodeImports {
  private static final int LONGEST_LINE = 2000;
  private static final List<String> ENDINGS =
      List.of("", ".js", ".cjs", ".mjs", "/index.js", "/index.mjs");
  private static final Set<String> BUILT_IN =
      Set.of(
          "assert",
          "async_hooks",
          "buffer",
          "child_process",
          "cluster",
          "console",
          "constants",
          "crypto",
          "dgram",
          "diagnostics_channel",
          "dns",
          "domain",
          "events",
          "fs",
          "http",
          "http2",
          "https",
          "inspector",
          "module",
          "net",
          "os",
          "path",
          "perf_hooks",
          "process",
          "punycode",
          "querystring",
          "readline",
          "repl",
          "sqlite",
          "stream",
          "string_decoder",
          "sys",
          "test",
          "timers",
          "tls",
          "trace_events",
          "tty",
          "url",
          "util",
          "v8",
          "vm",
          "wasi",
          "worker_threads",
          "zlib");

  private final Sources sources;
  private final Set<String> packages = new TreeSet<>();

  private NodeImports(Sources sources) {
    this.sources = sources;
  }

  /** Names of packages, without those that come with Node.js. */
  static Set<String> of(Path script) {
    return Sources.around(script).map(sources -> of(script, sources)).orElse(Set.of());
  }

  private static Set<String> of(Path script, Sources sources) {
    NodeImports imports = new NodeImports(sources);
    imports.file(script);
    sources.read(imports::text);
    return imports.packages;
  }

  private void file(Path file) {
    for (String ending : ENDINGS) {
      Path path = Path.of(file + ending);
      if (Files.isRegularFile(path)) {
        if (path.toString().matches(".*[cm]?js")) {
          sources.add(path);
        }
        return;
      }
    }
  }

  private void text(String text, Path file) {
    for (String line : text.split("\n", -1)) {
      boolean topLevel =
          line.startsWith("import ")
              || line.startsWith("import{")
              || line.startsWith("} from ")
              || line.startsWith("export ")
              || line.startsWith("const ")
              || line.startsWith("var ")
              || line.startsWith("let ")
              || line.startsWith("require(");
      if (topLevel && line.length() < LONGEST_LINE) {
        Optional<String> name =
            quoted(line, "require(")
                .or(() -> quoted(line, " from "))
                .or(() -> quoted(line, "import "));
        name.ifPresent(its -> imported(its, file));
      }
    }
  }

  /** The text in quotes right behind another. */
  private static Optional<String> quoted(String line, String before) {
    int at = line.lastIndexOf(before);
    if (at < 0) {
      return Optional.empty();
    }
    int begin = at + before.length();
    if (begin >= line.length() || "'\"".indexOf(line.charAt(begin)) < 0) {
      return Optional.empty();
    }
    int end = line.indexOf(line.charAt(begin), begin + 1);
    return end > begin + 1 ? Optional.of(line.substring(begin + 1, end)) : Optional.empty();
  }

  private void imported(String name, Path file) {
    if (name.startsWith("./") || name.startsWith("../")) {
      try {
        file(file.resolveSibling(name).normalize());
      } catch (InvalidPathException e) {
        return; // Node.js will not find it either
      }
    } else if (!name.startsWith("/") && !name.startsWith("#") && name.indexOf(':') < 0) {
      String top = new NodePackages().packageOf(name);
      if (!BUILT_IN.contains(top)) {
        packages.add(top);
      }
    }
  }
}
