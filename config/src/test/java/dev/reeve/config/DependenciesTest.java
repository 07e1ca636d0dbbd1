package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DependenciesTest {
  @Test
  void servicesThatExistBesideTheFileMayBeDependedOn() {
    String text = "services: {web: {command: x, depends_on: [db]}}";
    assertThat(Fixtures.messages(text))
        .containsExactly("service 'web': depends on 'db', which does not exist");
    assertThat(Fixtures.messages(text, "db2"))
        .containsExactly(
            "service 'web': depends on 'db', which does not exist; did you mean 'db2'?");
    assertThat(Fixtures.specs(text, "db")).hasSize(1);
  }

  @Test
  void aDiamondIsNoCircle() {
    assertThat(
            Fixtures.specs(
                """
                services:
                  top: {command: x, depends_on: [left, right]}
                  left: {command: x, depends_on: [bottom]}
                  right: {command: x, depends_on: [bottom, left]}
                  bottom: {command: x}
                """))
        .hasSize(4);
  }

  @Test
  void aCircleAsLongAsTheFileIsFoundWithoutRunningOutOfStack() {
    int length = 20_000;
    StringBuilder text = new StringBuilder("services:\n");
    for (int i = 0; i < length; i++) {
      text.append("  s%d: {command: x, depends_on: [s%d]}\n".formatted(i, (i + 1) % length));
    }
    assertThat(Fixtures.messages(text.toString()))
        .singleElement()
        .asString()
        .startsWith("service 's19999': depends on itself: s0 -> s1 -> s2 -> ")
        .endsWith(" -> s19999 -> s0");
  }
}
