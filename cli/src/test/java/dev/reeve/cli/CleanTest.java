package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CleanTest {
  @Test
  void harmlessTextStaysTheSameObject() {
    String text = "größe 日本 ✔ naïve";
    assertThat(Clean.line(text)).isSameAs(text);
    assertThat(Clean.output(text, true)).isSameAs(text);
  }

  @Test
  void whatMovesTheCursorIsEscaped() {
    assertThat(Clean.line("a\nb\rc\td\033[2Je\007")).isEqualTo("a\\nb\\rc\\td\\e[2Je\\x07");
    assertThat(Clean.line("\u009b2J")).isEqualTo("\\x9b2J");
    assertThat(Clean.line("\u007f")).isEqualTo("\\x7f");
  }

  @Test
  void whatReversesTheWritingIsEscaped() {
    assertThat(Clean.line("abc\u202efdp.exe")).isEqualTo("abc\\u202efdp.exe");
    assertThat(Clean.line("\u2066x\u2069\ufeff")).isEqualTo("\\u2066x\\u2069\\ufeff");
  }

  @Test
  void coloursOfOutputStayAndEndWithTheLine() {
    assertThat(Clean.output("\033[1;31mred", true)).isEqualTo("\033[1;31mred\033[0m");
    assertThat(Clean.output("\033[1;31mred\033[m", false)).isEqualTo("red");
  }

  @ParameterizedTest
  @CsvSource({
    "'a\033[2Jb', ab", // erase the screen
    "'a\033[10;10Hb', ab", // move the cursor
    "'a\033]0;title\007b', ab", // title of the window
    "'a\033]52;c;ZXZpbA==\033\\b', ab", // clipboard
    "'a\033P1$r0m\033\\b', ab",
    "'a\033(0b', ab", // other character set
    "'a\033cb', ab", // reset
    "'a\u009b2Jb', ab",
    "'a\033[?1049hb', ab",
    "'a\rb', ab",
    "'a\bb', ab",
    "'a\033', a",
    "'a\033[', a",
    "'a\033]0;never ends', a",
    "'a\tb', 'a\tb'",
    "'a\033[>4mb', ab", // ends in m, but is no colour
  })
  void otherSequencesOfOutputGo(String text, String expected) {
    assertThat(Clean.output(text, true)).isEqualTo(expected);
  }
}
