package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.config.tree.Scalars;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScalarsTest {
  @Test
  void whatJsonKnowsBecomesAValue() {
    assertThat(Scalars.value("true")).isEqualTo(true);
    assertThat(Scalars.value("false")).isEqualTo(false);
    assertThat(Scalars.value("0")).isEqualTo(0L);
    assertThat(Scalars.value("-17")).isEqualTo(-17L);
    assertThat(Scalars.value("8080")).isEqualTo(8080L);
    assertThat(Scalars.value("1.50")).isEqualTo(new BigDecimal("1.50"));
    assertThat(Scalars.value("12345678901234567890123"))
        .isEqualTo(new BigDecimal("12345678901234567890123"));
    for (String nothing : List.of("", "~", "null")) {
      assertThat(Scalars.value(nothing)).isNull();
    }
  }

  @Test
  void whateverANumberWouldNotGiveBackStaysText() {
    for (String text :
        List.of(
            "0755",
            "0644",
            "00",
            "-0",
            "+1",
            "1e3",
            "1E3",
            "0x1F",
            "0o17",
            "1_000",
            "1.",
            ".5",
            ".",
            "-",
            "-.",
            "1.2.3",
            "1-2",
            "10:30",
            ".inf",
            ".nan",
            "yes",
            "no",
            "on",
            "off",
            "True",
            "NULL",
            "Null",
            "2026-11-20",
            "9".repeat(41),
            "0.0000000000000001")) {
      assertThat(Scalars.value(text)).as(text).isEqualTo(text);
    }
  }

  @Test
  void everyValueWrittenOutIsItsText() {
    for (String text : List.of("1", "-1", "1.0", "0.1", "true", "abc", "9223372036854775807")) {
      assertThat(Scalars.value(text)).asString().isEqualTo(text);
    }
  }
}
