package dev.reeve.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WordsTest {
  static Stream<Arguments> lines() {
    return Stream.of(
        arguments("", List.of()),
        arguments("  \t\n ", List.of()),
        arguments("a b  c", List.of("a", "b", "c")),
        arguments("'a b' c", List.of("a b", "c")),
        arguments("\"a b\" c", List.of("a b", "c")),
        arguments("a'b'\"c\"d", List.of("abcd")),
        arguments("''", List.of("")),
        arguments("a '' b", List.of("a", "", "b")),
        arguments("a\\ b", List.of("a b")),
        arguments("'a\\b'", List.of("a\\b")),
        arguments("\"a\\\"b\"", List.of("a\"b")),
        arguments("\"a\\nb\"", List.of("a\\nb")),
        arguments("\"\\$x \\` \\\\\"", List.of("$x ` \\")),
        arguments("$HOME *.js `x`", List.of("$HOME", "*.js", "`x`")),
        arguments("a\\\nb", List.of("ab")),
        arguments("a \\\n b", List.of("a", "b")),
        arguments("\"a\\\nb\"", List.of("ab")),
        arguments("x=\"a b\"", List.of("x=a b")),
        arguments("it\\'s", List.of("it's")),
        arguments("# no comment", List.of("#", "no", "comment")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lines")
  void aLineIsSplitAsAShellSplitsIt(String line, List<String> words) throws Unreadable {
    assertThat(Words.split(line)).isEqualTo(words);
  }

  @Test
  void whatIsNotClosedIsNamed() {
    assertThatThrownBy(() -> Words.split("a 'b"))
        .isInstanceOf(Unreadable.class)
        .hasMessage("has an opening ' that is not closed");
    assertThatThrownBy(() -> Words.split("a \"b"))
        .hasMessage("has an opening \" that is not closed");
    assertThatThrownBy(() -> Words.split("a\\"))
        .hasMessage("ends in a backslash that escapes nothing");
  }

  @Test
  void whatIsJoinedIsSplitIntoTheSame() throws Unreadable {
    SplittableRandom random = new SplittableRandom(5);
    String letters = "ab '\"\\$\n\t*?`#~=;&|<>()ü€";
    for (int i = 0; i < 5000; i++) {
      List<String> words = new ArrayList<>();
      for (int w = random.nextInt(5); w > 0; w--) {
        StringBuilder word = new StringBuilder();
        for (int c = random.nextInt(6); c > 0; c--) {
          word.append(letters.charAt(random.nextInt(letters.length())));
        }
        words.add(word.toString());
      }
      assertThat(Words.split(Words.join(words))).isEqualTo(words);
    }
  }

  @Test
  void onlyWhatNeedsQuotesGetsThem() {
    assertThat(Words.join(List.of("/bin/x", "--a=b", "c d", "it's", "")))
        .isEqualTo("/bin/x --a=b 'c d' 'it'\\''s' ''");
    assertThat(new Command.Argv(List.of("a b", "c")).text()).isEqualTo("'a b' c");
    assertThat(new Command.ShellLine("a | b").text()).isEqualTo("a | b");
    assertThat(Command.none().isNone()).isTrue();
  }
}
