package dev.reeve.daemon.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.spec.Probe;
import dev.reeve.core.spec.Probe.Format;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileProbesTest {
  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("file"), text);
  }

  private static Answer contains(Path file, Format format, String key) {
    return Asking.ask(new Probe.Contains(file, format, key));
  }

  @Test
  void filesAndFoldersExistOrDoNot() throws IOException {
    Path file = file("");
    Path none = folder.resolve("none");
    assertThat(Asking.ask(new Probe.Exists(file))).isEqualTo(Answer.yes("exists"));
    assertThat(Asking.ask(new Probe.Exists(folder))).isEqualTo(Answer.yes("exists"));
    assertThat(Asking.ask(new Probe.Exists(none))).isEqualTo(Answer.no("no such file"));
    assertThat(Asking.ask(new Probe.Missing(none))).isEqualTo(Answer.yes("no such file"));
    assertThat(Asking.ask(new Probe.Missing(folder))).isEqualTo(Answer.no("exists"));
  }

  @Test
  void whatWouldBeInAFileDoesNotExist() throws IOException {
    Path below = file("").resolve("below");
    assertThat(Asking.ask(new Probe.Exists(below))).isEqualTo(Answer.no("no such file"));
    assertThat(Asking.ask(new Probe.Missing(below))).isEqualTo(Answer.yes("no such file"));
    assertThat(contains(below, Format.TEXT, "x")).isEqualTo(Answer.no("no such file"));
  }

  @Test
  void aLinkThatLeadsNowhereDoesNotExist() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("none"));
    assertThat(Asking.ask(new Probe.Exists(link))).isEqualTo(Answer.no("no such file"));
    assertThat(Asking.ask(new Probe.Missing(link))).isEqualTo(Answer.yes("no such file"));
  }

  @Test
  void whatCannotBeLookedAtIsNeitherThereNorMissing() throws IOException {
    Path loop = folder.resolve("loop");
    Files.createSymbolicLink(loop, loop);
    Answer no = Asking.ask(new Probe.Exists(loop));
    assertThat(no.ok()).isFalse();
    assertThat(no.detail()).startsWith(loop + ": too many levels of symbolic links");
    assertThat(Asking.ask(new Probe.Missing(loop))).isEqualTo(no);
    assertThat(Details.of(new AccessDeniedException("/x/y"))).isEqualTo("/x/y: permission denied");
  }

  @Test
  void aTextIsFoundAlsoAcrossTheBorderOfTwoPieces() throws IOException {
    Path file = file("x".repeat(64 * 1024 - 3) + "needle" + "x".repeat(100));
    assertThat(contains(file, Format.TEXT, "needle")).isEqualTo(Answer.yes("found"));
    assertThat(contains(file, Format.TEXT, "needles")).isEqualTo(Answer.no("not found"));
    assertThat(contains(file("größe: 1"), Format.TEXT, "größe")).isEqualTo(Answer.yes("found"));
    assertThat(contains(file(""), Format.TEXT, "x")).isEqualTo(Answer.no("not found"));
  }

  @Test
  void aFileIsSearchedUpToItsSixteenthMebibyte() throws IOException {
    Path file = file("x".repeat(FileLook.MOST_TEXT - 3) + "end" + "far");
    assertThat(contains(file, Format.TEXT, "end")).isEqualTo(Answer.yes("found"));
    assertThat(contains(file, Format.TEXT, "far"))
        .isEqualTo(Answer.no("not found in the first 16 MiB"));
  }

  @Test
  void onlyRegularFilesAreRead() throws Exception {
    assertThat(contains(folder, Format.TEXT, "x")).isEqualTo(Answer.no("is a folder"));
    assertThat(contains(folder.resolve("no"), Format.TEXT, "x"))
        .isEqualTo(Answer.no("no such file"));
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThat(contains(pipe, Format.TEXT, "x")).isEqualTo(Answer.no("is no regular file"));
    assertThat(contains(Path.of("/dev/zero"), Format.TEXT, "x"))
        .isEqualTo(Answer.no("is no regular file"));
    assertThat(contains(Path.of("/proc/self/status"), Format.TEXT, "Threads:").ok()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"db\": {\"url\": \"x\"}} | $.db.url | true | found",
        "{\"db\": {\"url\": null}} | $.db.url | false | not found",
        "{\"db\": {}} | $.db.url | false | not found",
        "[{\"a\": 1.5}] | $[0].a | true | found",
        "false | $ | true | found",
        "null | $ | false | not found",
        "{\"db\": | $.db | false | is not JSON",
        "`` | $.db | false | is not JSON",
        "1, 2 | $ | false | is not JSON",
        "1], \"x\": [2 | $ | false | is not JSON",
        "{} | $.a[?x] | false | cannot read path '$.a[?x]': only a number, a name in quotes or * may stand in brackets",
      })
  void aJsonDocumentHasAValueOrNot(String text, String path, boolean ok, String detail)
      throws IOException {
    assertThat(contains(file(text), Format.JSON, path)).isEqualTo(new Answer(ok, detail));
  }

  @Test
  void aDocumentThatIsTooLargeOrTooDeepIsNotRead() throws IOException {
    Path large = file("[" + " ".repeat(FileLook.LARGEST_DOCUMENT) + "]");
    assertThat(contains(large, Format.JSON, "$")).isEqualTo(Answer.no("larger than 1 MiB"));
    assertThat(contains(file("[".repeat(100_000)), Format.JSON, "$"))
        .isEqualTo(Answer.no("is not JSON"));
  }

  @Test
  void yamlIsReadByWhoCan() throws IOException {
    Path file = file("db: {url: x}");
    Question question = Question.of(new Probe.Contains(file, Format.YAML, "$.db.url"));
    Map<String, Object> tree = Map.of("db", Map.of("url", List.of(1)));
    try (Prober prober = new Prober(text -> text.equals("db: {url: x}") ? tree : null)) {
      assertThat(Asking.ask(prober, question, Duration.ofSeconds(20)))
          .isEqualTo(Answer.yes("found"));
    }
    assertThat(Asking.ask(question.probe())).isEqualTo(Answer.no("is not YAML"));
  }
}
