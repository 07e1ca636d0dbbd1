package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the documents show, works: every {@code $ command} of their {@code console} blocks is run,
 * in order, in a fresh home, after the files that stand before it. A command succeeds unless its
 * line ends in {@code # exits N}.
 */
@EndToEnd
class DocsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private record Step(int line, String command, int exit) {}

  static Stream<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      documents.addAll(files.filter(f -> f.toString().endsWith(".md")).sorted().toList());
    }
    return documents.stream();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyCommandOfADocumentWorks(Path document, Reeve reeve) throws Exception {
    String fence = "";
    List<String> block = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(document)) {
      number++;
      if (line.startsWith("```")) {
        if (List.of("yaml", "ini").contains(fence) && !block.isEmpty()) {
          write(reeve, block);
        }
        fence = fence.isEmpty() ? line.substring(3).strip() : "";
        block.clear();
      } else if (fence.equals("console") && line.startsWith("$ ")) {
        run(reeve, document, step(number, line.substring(2)));
      } else {
        block.add(line);
      }
    }
  }

  private static Step step(int line, String text) {
    int mark = text.lastIndexOf("# exits ");
    return mark < 0
        ? new Step(line, text, 0)
        : new Step(
            line, text.substring(0, mark), Integer.parseInt(text.substring(mark + 8).strip()));
  }

  private static void write(Reeve reeve, List<String> block) throws IOException {
    String first = block.getFirst();
    if (first.startsWith("# file: ")) {
      Path file = reeve.folder().resolve(first.substring("# file: ".length()).strip());
      Files.createDirectories(file.getParent());
      Files.write(file, block);
    }
  }

  private static void run(Reeve reeve, Path document, Step step) throws Exception {
    Path output = reeve.folder().resolve("output of a command");
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", step.command)
            .directory(reeve.folder().toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(output.toFile());
    builder.environment().put("REEVE_HOME", reeve.home().toString());
    builder
        .environment()
        .merge("PATH", "", (old, none) -> Reeve.PRODUCT.resolve("bin") + ":" + old);
    Process process = builder.start();
    boolean ended = process.waitFor(120, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    String where = ROOT.relativize(document) + ":" + step.line + ": " + step.command;
    assertThat(ended).as("%s ends", where).isTrue();
    assertThat(process.exitValue())
        .as("exit code of %s\n%s", where, Files.readString(output))
        .isEqualTo(step.exit);
  }
}
