package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.config.tree.Problems;
import dev.reeve.config.tree.Source;
import dev.reeve.config.tree.Spot;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigProblemTest {
  private static final Path FILE = Path.of("reeve.yaml");

  private static String text(String source, int line, int column) {
    return new Spot(new Source(FILE, source), line, column).problem("odd").text();
  }

  @Test
  void theCaretStandsUnderThePlace() {
    assertThat(text("a: b\nc: d", 2, 4)).isEqualTo("reeve.yaml:2:4: odd\n  c: d\n     ^");
    assertThat(text("\ta: b", 1, 2)).isEqualTo("reeve.yaml:1:2: odd\n  \ta: b\n  \t^");
    assertThat(text("日本: b", 1, 3)).isEqualTo("reeve.yaml:1:3: odd\n  日本: b\n      ^");
    assertThat(text("e\u0301: b", 1, 3)).isEqualTo("reeve.yaml:1:3: odd\n  e\u0301: b\n   ^");
    assertThat(text("a: b", 1, 5)).isEqualTo("reeve.yaml:1:5: odd\n  a: b\n      ^");
    assertThat(text("a\r\nb\rc\nd", 3, 1)).isEqualTo("reeve.yaml:3:1: odd\n  c\n  ^");
  }

  @Test
  void nothingIsShownWhereThereIsNothing() {
    assertThat(text("", 1, 1)).isEqualTo("reeve.yaml:1:1: odd");
    assertThat(text("a: b\n", 2, 1)).isEqualTo("reeve.yaml:2:1: odd");
    assertThat(text("a: b\n", 9, 9)).isEqualTo("reeve.yaml:9:9: odd");
  }

  @Test
  void ofALongLineOnlyTheNeighbourhoodIsShown() {
    String line = "0123456789".repeat(100);
    String[] shown = text(line, 1, 501).split("\n", -1);
    assertThat(shown[1]).hasSize(2 + 120).startsWith("  0123");
    assertThat(shown[1].charAt(shown[2].indexOf('^'))).isEqualTo('0');
  }

  @Test
  void placesInAnyOrderAreFound() {
    Source source = new Source(FILE, "abcdef\nghijkl");
    for (int i = 0; i < 200; i++) {
      int line = 1 + i % 2;
      int column = 1 + (i * 7) % 6;
      char expected = (char) ('a' + (line - 1) * 6 + column - 1);
      assertThat(source.startsWith(String.valueOf(expected), new Spot(source, line, column)))
          .isTrue();
    }
  }

  @Test
  void hostileTextCannotMoveTheCursor() {
    ConfigProblem problem = ConfigProblem.of(FILE, "'a\u001b[2J\nb\u202e\u0007' is odd");
    assertThat(problem.message()).isEqualTo("'a\\e[2J\\nb\\u202E\\x07' is odd");
    assertThat(text("a: \u001b[2J", 1, 1)).doesNotContain("\u001b");
  }

  @Test
  void endlessTextIsCutInTheMiddle() {
    ConfigProblem problem = ConfigProblem.of(FILE, "'" + "x".repeat(100_000) + "' is odd");
    assertThat(problem.message())
        .hasSize(403)
        .startsWith("'xxx")
        .contains("xx … xx")
        .endsWith("x' is odd");
  }

  @Test
  void manyProblemsAreNotAllShown() {
    StringBuilder text = new StringBuilder("services:\n");
    for (int i = 0; i < 3000; i++) {
      text.append("  s").append(i).append(": {comand: x}\n");
    }
    assertThat(Fixtures.messages(text.toString()))
        .hasSize(Problems.MOST)
        .first()
        .isEqualTo("service 's0': unknown field 'comand'; did you mean 'command'?");
  }
}
