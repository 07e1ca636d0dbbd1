package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WidthTest {
  @Test
  void wideCharactersTakeTwoColumnsAndCombiningOnesNone() {
    assertThat(Width.of("abc")).isEqualTo(3);
    assertThat(Width.of("größe")).isEqualTo(5);
    assertThat(Width.of("日本")).isEqualTo(4);
    assertThat(Width.of("e\u0301")).isEqualTo(1);
    assertThat(Width.of("🚀x")).isEqualTo(3);
    assertThat(Width.of("●│…✔")).isEqualTo(4);
  }

  @Test
  void theMiddleOfLongTextIsLeftOut() {
    assertThat(Width.middle("abcdefghij", 10)).isEqualTo("abcdefghij");
    assertThat(Width.middle("abcdefghij", 7)).isEqualTo("abc…hij");
    assertThat(Width.middle("abcdefghij", 6)).isEqualTo("abc…ij");
    assertThat(Width.middle("日本語日本語", 7)).isEqualTo("日…本語");
    assertThat(Width.middle("abc", 1)).isEqualTo("…");
  }

  @Test
  void theEndOfASentenceIsLeftOut() {
    assertThat(Width.end("exit code 3", 8)).isEqualTo("exit co…");
    assertThat(Width.end("short", 8)).isEqualTo("short");
  }

  @Test
  void nothingIsEverWiderThanAsked() {
    for (String text :
        new String[] {"日本語日本語", "a日b本c語", "🚀🚀🚀🚀", "e\u0301e\u0301e\u0301e\u0301"}) {
      for (int most = 1; most < 14; most++) {
        assertThat(Width.of(Width.middle(text, most))).isLessThanOrEqualTo(most);
        assertThat(Width.of(Width.end(text, most))).isLessThanOrEqualTo(most);
      }
    }
  }
}
