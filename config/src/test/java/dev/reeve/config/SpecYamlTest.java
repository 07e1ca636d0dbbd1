package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.config.tree.Printable;
import dev.reeve.core.spec.ServiceSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpecYamlTest {
  @Test
  void writingIsNiceAndStable() throws Exception {
    String written = Files.readString(Fixtures.folder("good").resolve("written.yaml"));
    assertThat(SpecYaml.write(Fixtures.specs(written))).isEqualTo(written);
  }

  @Test
  void noServicesAreWrittenAsAnEmptyMap() {
    assertThat(SpecYaml.write(List.of())).isEqualTo("services: {}\n");
  }

  @Test
  void allGoodFilesSurviveBeingWrittenAndLoaded() {
    for (Path file : Fixtures.files("good")) {
      List<ServiceSpec> specs =
          Fixtures.ok(Loader.load(file, Fixtures.ENVIRONMENT, Set.of("elsewhere"))).specs();
      assertThat(Fixtures.specs(SpecYaml.write(specs), "elsewhere")).isEqualTo(specs);
    }
  }

  @Test
  void whateverCanBeDeclaredSurvivesBeingWrittenAndLoaded() {
    for (int seed = 0; seed < 500; seed++) {
      RandomSpecs random = new RandomSpecs(new Random(seed));
      List<ServiceSpec> specs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        specs.add(random.spec("s" + i));
      }
      String written = SpecYaml.write(specs);
      assertThat(Fixtures.specs(written, "x", "y.z"))
          .as("seed %d:%n%s", seed, written)
          .isEqualTo(specs);
    }
  }

  @Test
  void aTextOfAnyLengthAndShapeSurvives() {
    List<String> texts =
        List.of(
            "k".repeat(5000),
            "a\n\n\nb",
            "\n",
            "a\r\nb",
            " a\nb",
            "a\nb\n\n",
            "\ufeff",
            "\ud800",
            "\u0085\u2028",
            "---",
            "...",
            "--- a",
            "? a",
            "- a",
            ": a",
            "a:",
            "a: b",
            "#",
            "a #b",
            "'",
            "\"",
            "\\",
            "%a",
            "@a",
            "`",
            "|",
            ">",
            "~",
            "null",
            "true",
            "1e3",
            "\t",
            "a\tb",
            "a \nb",
            "\ta\nb",
            "<<",
            "=",
            "!",
            "&a",
            "*a",
            "[",
            "{",
            "}",
            "🚀",
            "a,b",
            "😀\n😀",
            "a\n#b",
            "a\n---\nb",
            "- ",
            "-",
            "?",
            ":",
            "${",
            "$$",
            "$",
            "~/x");
    for (String text : texts) {
      ServiceSpec spec = RandomSpecs.with(text);
      assertThat(Fixtures.specs(SpecYaml.write(List.of(spec))))
          .as("text %s", Printable.line(text, 50))
          .isEqualTo(List.of(spec));
    }
  }
}
