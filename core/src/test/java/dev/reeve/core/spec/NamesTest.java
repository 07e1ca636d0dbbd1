package dev.reeve.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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
}
