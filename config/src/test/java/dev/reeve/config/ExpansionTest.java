package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpansionTest {
  private final Expansion expansion =
      new Expansion(
          new Environment(Map.of("HOME", "/home/me", "PORT", "8080", "EMPTY", "", "_x1", "odd")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain|plain",
        "${PORT}|8080",
        "a${PORT}b${PORT}|a8080b8080",
        "${_x1}|odd",
        "x${EMPTY}y|xy",
        "${EMPTY:-default}|default",
        "${NOPE:-default}|default",
        "${NOPE:-}x|x",
        "${NOPE:-a b:c-d}|a b:c-d",
        "${NOPE:-${PORT}}|8080",
        "${NOPE:-x${EMPTY:-y${PORT}}z}|xy8080z",
        "${PORT:-${NOPE}}|8080",
        "$PORT|$PORT",
        "5$|5$",
        "$$|$",
        "$${PORT}|${PORT}",
        "$$$${|$${",
        "$${${PORT}|${8080",
        "{${PORT}}|{8080}",
        "~/x|~/x",
      })
  void variablesArePutIntoText(String text, String expected) throws Exception {
    assertThat(expansion.text(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "~|/home/me",
        "~/a/${PORT}|/home/me/a/8080",
        "~bob/a|~bob/a",
        "a/~/b|a/~/b",
        "${HOME}/x|/home/me/x",
      })
  void theTildeIsTheHomeFolderInPaths(String text, String expected) throws Exception {
    assertThat(expansion.path(text)).isEqualTo(expected);
  }

  @Test
  void withoutAHomeTheTildeIsAProblem() {
    assertThatThrownBy(() -> new Expansion(new Environment(Map.of())).path("~/x"))
        .hasMessage("'~' means nothing: HOME is not set");
  }

  @Test
  void valuesOfVariablesAreNotExpandedAgain() throws Exception {
    Expansion tricky = new Expansion(new Environment(Map.of("A", "${B}$$")));
    assertThat(tricky.text("${A}")).isEqualTo("${B}$$");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"$", "$$", "${A}", "$$${A}", "a$b", "$${", "{$}", "$ {"})
  void whatIsEscapedExpandsToItself(String text) throws Exception {
    assertThat(expansion.text(Expansion.escape(text))).isEqualTo(text);
  }
}
