package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.LogLine;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final Instant BEGIN = Instant.parse("2026-11-20T08:00:00Z");

  private final Progress progress = new Progress();

  private static LogLine line(@Nullable String second, String text) {
    String at = second == null ? null : "2026-11-20T08:00:" + second + "Z";
    return new LogLine(at, "api", 1, "out", text);
  }

  private List<String> shown(LogLine... lines) {
    return Stream.of(lines).filter(progress::isNew).map(LogLine::line).toList();
  }

  @Test
  void linesOfOneMomentAreShownOnceEach() {
    assertThat(shown(line("01.000", "a"), line("02.000", "b"), line("02.000", "b")))
        .containsExactly("a", "b", "b");
    progress.resume();
    assertThat(
            shown(
                line("01.000", "a"),
                line("02.000", "b"),
                line("02.000", "b"),
                line("02.000", "c"),
                line("03.000", "d")))
        .containsExactly("c", "d");
  }

  @Test
  void aSecondInterruptionBeforeAnyLineForgetsNothing() {
    assertThat(shown(line("01.000", "a"), line(null, "x"))).containsExactly("a", "x");
    progress.resume();
    progress.resume();
    assertThat(shown(line("01.000", "a"), line(null, "x"), line(null, "y"), line("01.000", "b")))
        .containsExactly("y", "b");
  }

  @Test
  void whatWasThereBeforeAndHasNoTimeIsSkipped() {
    progress.skip(line(null, "old"));
    assertThat(shown(line(null, "old"), line(null, "new"))).containsExactly("new");
    progress.resume();
    assertThat(shown(line(null, "old"), line(null, "new"), line(null, "newer")))
        .containsExactly("newer");
  }

  @Test
  void linesWithoutTimesCanBeCountedAnew() {
    assertThat(shown(line(null, "20"), line("01.000", "a"))).containsExactly("20", "a");
    progress.resume();
    progress.forgetUntimed();
    progress.skip(line(null, "1"));
    progress.skip(line(null, "2"));
    assertThat(shown(line(null, "1"), line(null, "2"), line("01.000", "a"), line(null, "3")))
        .containsExactly("3");
  }

  @Test
  void aClockThatIsSetBackHidesNothing() {
    assertThat(shown(line("09.000", "a"), line("01.000", "b"), line("02.000", "c")))
        .containsExactly("a", "b", "c");
  }

  @Test
  void outputIsAskedForFromABitBeforeItsLatestLine() {
    assertThat(progress.latest(BEGIN)).isEqualTo(BEGIN);
    assertThat(shown(line("09.000", "a"))).hasSize(1);
    assertThat(progress.latest(BEGIN)).isEqualTo(BEGIN.plusSeconds(7));
  }
}
