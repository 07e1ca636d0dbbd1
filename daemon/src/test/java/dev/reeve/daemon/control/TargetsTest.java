package dev.reeve.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TargetsTest {
  @Test
  void aStarIsAnyTextAndAQuestionMarkAnyCharacter() {
    assertThat(Targets.matches("web-*", "web-1")).isTrue();
    assertThat(Targets.matches("web-*", "web-")).isTrue();
    assertThat(Targets.matches("web-?", "web-")).isFalse();
    assertThat(Targets.matches("*", "")).isTrue();
    assertThat(Targets.matches("*a*b", "xxaxxbxxb")).isTrue();
    assertThat(Targets.matches("a*", "ba")).isFalse();
    assertThat(Targets.matches("*.x", "a.*")).isFalse();
  }

  @Test
  void globsAgreeWithRegularExpressions() {
    Random random = new Random(42);
    for (int i = 0; i < 20_000; i++) {
      String pattern = text(random, "ab*?");
      String name = text(random, "ab");
      String regex = pattern.replace("*", ".*").replace("?", ".");
      assertThat(Targets.matches(pattern, name))
          .as("%s on %s", pattern, name)
          .isEqualTo(Pattern.matches(regex, name));
    }
  }

  @Test
  void aHostilePatternTakesNoTime() {
    String pattern = "*a".repeat(2000) + "b";
    org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> Targets.matches(pattern, "a".repeat(4000)));
  }

  private static String text(Random random, String alphabet) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
