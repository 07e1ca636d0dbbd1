package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Whatever stands in a file: it is loaded, or it has problems with places; nothing else happens.
 */
class FuzzTest {
  private static final Path FILE = Path.of("/conf/reeve.yaml");
  private static final int MUTANTS = 20_000;
  private static final List<String> PIECES =
      List.of(
          ":",
          ": ",
          "- ",
          "{",
          "}",
          "[",
          "]",
          ",",
          "\n",
          "\t",
          " ",
          "\"",
          "'",
          "&a ",
          "*a",
          "<<: *a",
          "!t ",
          "!!str ",
          "? ",
          "|\n",
          ">-\n",
          "#",
          "%YAML 1.2\n---\n",
          "---\n",
          "...\n",
          "${",
          "}",
          "${PORT}",
          "$$",
          "~",
          "null",
          "true",
          "0x1f",
          "1e999999999",
          "\\",
          "\u0000",
          "\u0007",
          "\ufeff",
          "\ud800",
          "\udc00",
          "🚀",
          "\u0085",
          "\u2028",
          "\r",
          "\r\n",
          "services:\n",
          "  depends_on: [s]\n",
          "command",
          "restart: ",
          "env: ",
          "999999999999d",
          "!<tag:%ff> ",
          "%TAG ! x\n",
          "@",
          "`",
          "|+9\n",
          "@file://x",
          "@@hex://",
          "@hex://4",
          "template: a",
          "templates: {a: {template: a, env: {A: 1}}}\n",
          "daemon: {defaults: {env: {A: 1}}}\n",
          "include: [x, '*.yaml']\n");

  private static List<String> seeds() throws IOException {
    List<String> seeds = new ArrayList<>();
    for (String folder : List.of("good", "bad")) {
      for (Path file : Fixtures.files(folder)) {
        String text = Files.readString(file);
        if (!file.toString().contains("bomb")) {
          seeds.add(text);
        }
      }
    }
    return seeds;
  }

  private static void check(String text, String origin) {
    Loaded loaded;
    try {
      loaded = Loader.parse(FILE, text, Fixtures.ENVIRONMENT, Set.of("elsewhere"));
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError(origin + " throws " + e + ":\n" + text, e);
    }
    switch (loaded) {
      case Loaded.Ok ok -> {
        assertThat(ok.specs()).as(origin).isNotEmpty();
        assertThat(Fixtures.specs(SpecYaml.write(ok.specs()), "elsewhere"))
            .as(origin)
            .isEqualTo(ok.specs());
      }
      case Loaded.Broken broken -> {
        assertThat(broken.problems()).as(origin).isNotEmpty();
        Place last = new Place(FILE, 0, 0);
        for (ConfigProblem problem : broken.problems()) {
          if (problem.line() == 0) {
            assertThat(problem.message()).isEqualTo("more problems follow; mend these first");
            continue;
          }
          assertThat(problem.line()).as(origin).isBetween(last.line(), 1 + text.length());
          assertThat(problem.column()).as(origin).isBetween(1, 1 + text.length());
          assertThat(problem.message()).as(origin).doesNotContain("\n", "\u001b");
          last = problem.place();
        }
      }
    }
  }

  private static String mutant(Random random, List<String> seeds) {
    StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && !text.isEmpty(); i++) {
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + 1 + random.nextInt(20));
      switch (random.nextInt(6)) {
        case 0 -> text.setLength(at);
        case 1 -> text.delete(at, to);
        case 2 -> text.insert(random.nextInt(text.length()), text.substring(at, to));
        case 3 ->
            text.setCharAt(
                at, (char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(0x10000)));
        default -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
      }
    }
    return text.toString();
  }

  @Test
  void anyMutantOfAFileIsLoadedOrHasProblemsWithPlaces() throws Exception {
    List<String> seeds = seeds();
    long begin = System.nanoTime();
    for (int seed = 0; seed < MUTANTS; seed++) {
      check(mutant(new Random(seed), seeds), "mutant " + seed);
    }
    System.out.println(
        "fuzz: " + MUTANTS + " mutants in " + (System.nanoTime() - begin) / 1_000_000 + " ms");
  }

  @Test
  void aFileCutAnywhereIsLoadedOrHasProblems() throws Exception {
    String text = Files.readString(Fixtures.folder("good").resolve("every-field.yaml"));
    for (int i = 0; i < text.length(); i++) {
      check(text.substring(0, i), "cut at " + i);
    }
  }

  @Test
  void hugeAndDeepInputsEndInProblems() {
    int many = 1_000_000;
    List<String> inputs =
        List.of(
            "[".repeat(many),
            "{a: ".repeat(many / 4),
            "- ".repeat(many / 2),
            "? ".repeat(many / 2),
            "a: &a ".repeat(many / 6),
            "services: {api: {command: " + "x".repeat(many) + "}}",
            "services: {api: {command: x, " + "k".repeat(1000) + ": 1}}",
            "services: {api: {command: x, ? " + "k".repeat(many) + "\n: 1}}",
            "services: {" + "n".repeat(1000) + ": {command: x}}",
            "services: {api: {command: x, restart: {jitter: " + "1".repeat(many) + "}}}",
            "services: {api: {command: x, restart: {jitter: 1e" + "1".repeat(many) + "}}}",
            "services: {api: {command: x, instances: " + "9".repeat(many) + "}}",
            "services: {api: {command: x, stop: {grace: " + "1d".repeat(many / 2) + "}}}",
            "services: {api: {command: x, stop: {grace: " + "9".repeat(many) + "s}}}",
            "services: {api: {command: x, logs: {rotate: {size: " + "9".repeat(many) + "}}}}",
            "services: {api: {command: x, env: {A: \"" + "${A:-".repeat(many / 5) + "\"}}}",
            "services: {api: {command: x, env: {A: \"" + "${".repeat(many / 2) + "\"}}}",
            "services: {api: {command: x, env: [" + "a,".repeat(100_000) + "]}}",
            "services: {" + "a: {command: x},".repeat(20_000) + "}",
            "services:\n" + "  a:\n".repeat(20_000),
            "services: {api: {command: \"" + "\\".repeat(many) + "x\"}}",
            "\n".repeat(many) + "\t",
            " ".repeat(many) + "a: b: c",
            "# " + "c".repeat(many),
            "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
                + "b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n".repeat(30).replace("b: &b", "b: &a"),
            "services: &a {a: *a}");
    for (int i = 0; i < inputs.size(); i++) {
      check(inputs.get(i), "input " + i);
    }
  }
}
