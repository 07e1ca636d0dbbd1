package dev.reeve.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reeve.core.spec.LogFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSearchTest {
  @TempDir Path directory;
  LogSource api;

  @BeforeEach
  void write() throws Exception {
    api = new LogSource("api", 1, Std.OUT, directory.resolve("api.log"), LogFormat.TIMESTAMPED);
    try (var out = new GZIPOutputStream(Files.newOutputStream(directory.resolve("api.log.1.gz")))) {
      out.write(PumpRig.utf8("2026-11-20T10:00:00.000Z error 1\n2026-11-20T10:00:00.000Z fine\n"));
    }
    Files.writeString(
        api.file(), "2026-11-20T10:00:00.000Z Error 2\n2026-11-20T10:00:00.000Z error 3: (x*)\n");
  }

  private List<String> find(LogQuery query, LinePattern pattern) throws IOException {
    List<String> lines = new ArrayList<>();
    LogSearch.find(List.of(api), query, pattern, line -> lines.add(line.text()));
    return lines;
  }

  @Test
  void textIsFoundInOldAndNewFiles() throws Exception {
    assertThat(find(LogQuery.all(), LinePattern.text("error", false)))
        .containsExactly("error 1", "error 3: (x*)");
    assertThat(find(LogQuery.all(), LinePattern.text("ERROR", true)))
        .containsExactly("error 1", "Error 2", "error 3: (x*)");
    assertThat(find(LogQuery.all(), LinePattern.text("(x*)", false)))
        .containsExactly("error 3: (x*)");
    assertThat(find(LogQuery.all(), LinePattern.text("2026", false))).isEmpty();
  }

  @Test
  void regularExpressionsMatchAPartOfTheLine() throws Exception {
    assertThat(find(LogQuery.all(), LinePattern.regex("r [12]$", false)))
        .containsExactly("error 1", "Error 2");
    assertThat(find(LogQuery.last(1), LinePattern.regex("r \\d", false)))
        .containsExactly("error 3: (x*)");
  }

  @Test
  void aBadExpressionIsExplained() {
    assertThatThrownBy(() -> LinePattern.regex("a(b", false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cannot read pattern 'a(b': Unclosed group");
  }

  @Test
  void anExpressionThatWouldRunForEverIsStopped() throws Exception {
    Files.writeString(api.file(), "a".repeat(60) + "b\n");
    assertThatThrownBy(() -> find(LogQuery.all(), LinePattern.regex("(.*?a){25}c", false)))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot search for '(.*?a){25}c': a line of 61 bytes takes it more than 1 s; use a simpler"
                + " pattern");
  }

  @Test
  void anExpressionThatNeedsTooMuchStackIsStopped() throws Exception {
    Files.writeString(api.file(), "ab".repeat(400_000) + "\n");
    assertThatThrownBy(() -> find(LogQuery.all(), LinePattern.regex("(a|b)*c", false)))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot search for '(a|b)*c': a line of 800000 bytes needs it to look too deep; use a"
                + " simpler pattern");
  }
}
