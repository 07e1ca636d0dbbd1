package dev.reeve.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  private static final String SIXTY_FOUR =
      "a234567890123456789012345678901234567890123456789012345678901234";

  @ParameterizedTest
  @ValueSource(strings = {"a", "web-1", "Web.api_2", "7", ".hidden", "_x", "ALL", SIXTY_FOUR})
  void aNameIsANameOfAFileToo(String name) throws Unreadable {
    assertThat(Names.checked(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-a", "a b", "a/b", "../x", "a#1", "@g", "a\n", "ü", "a*", SIXTY_FOUR + "5"})
  void whatIsNoNameIsSaid(String name) {
    assertThatThrownBy(() -> Names.checked(name))
        .isInstanceOf(Unreadable.class)
        .hasMessage(
            "is not a name: use 1 to 64 letters, digits, '.', '_' and '-', not beginning with"
                + " '-'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", ".", ".."})
  void whatHasAMeaningOfItsOwnIsNoName(String name) {
    assertThatThrownBy(() -> Names.checked(name))
        .hasMessage("cannot be a name: it has a meaning of its own");
  }

  @ParameterizedTest
  @CsvSource({
    "wbe, web",
    "we, web",
    "webb, web",
    "wob, web",
    "databse, database",
    "dataabse, database",
    "x, ",
    "xyz, ",
    "completely, ",
  })
  void aSlipIsRecognised(String given, String meant) {
    assertThat(Names.nearest(given, List.of("a", "web", "database", "cache")))
        .isEqualTo(java.util.Optional.ofNullable(meant));
  }

  @Test
  void aStarIsAnyTextAndAQuestionMarkAnyCharacter() {
    assertThat(Names.matches("web-*", "web-1")).isTrue();
    assertThat(Names.matches("web-*", "web-")).isTrue();
    assertThat(Names.matches("web-?", "web-")).isFalse();
    assertThat(Names.matches("*", "")).isTrue();
    assertThat(Names.matches("*a*b", "xxaxxbxxb")).isTrue();
    assertThat(Names.matches("a*", "ba")).isFalse();
    assertThat(Names.matches("*.x", "a.*")).isFalse();
  }

  @Test
  void globsAgreeWithRegularExpressions() {
    Random random = new Random(42);
    for (int i = 0; i < 20_000; i++) {
      String pattern = text(random, "ab*?");
      String name = text(random, "ab");
      String regex = pattern.replace("*", ".*").replace("?", ".");
      assertThat(Names.matches(pattern, name))
          .as("%s on %s", pattern, name)
          .isEqualTo(Pattern.matches(regex, name));
    }
  }

  @Test
  void aHostilePatternTakesNoTime() {
    String pattern = "*a".repeat(2000) + "b";
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> Names.matches(pattern, "a".repeat(4000)));
  }

  private static String text(Random random, String alphabet) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
