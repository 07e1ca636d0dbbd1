package dev.reeve.daemon.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SaidTest {
  @Test
  void whatCouldMoveTheCursorIsGone() {
    Said said = Said.of(List.of("\033[31mError:\033[0m\tno\u0007 \u202efile\u009b2J"));
    assertThat(said.line(0)).isEqualTo("Error: no file2J");
  }

  @Test
  void theFileThatAMessageIsAboutIsFound() {
    assertThat(FileText.path("/usr/bin/cat: /srv/x.conf: Permission denied"))
        .hasValue("/srv/x.conf");
    assertThat(FileText.path("/srv/x.sh: Permission denied")).hasValue("/srv/x.sh");
    assertThat(FileText.path("open '/srv/a b'")).hasValue("/srv/a b");
    assertThat(FileText.path("all is well")).isEmpty();
    assertThat(Said.quoted("gem \"puma\", '~> 5'")).hasValue("puma");
    assertThat(Said.quoted("gem 'puma', \"~> 5\"")).hasValue("puma");
  }

  @Test
  void whatIsTooLongIsCut() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      lines.add(i + "x".repeat(5000));
    }
    Said said = Said.of(lines);
    assertThat(said.size()).isEqualTo(Said.LINES);
    assertThat(said.line(0)).hasSize(1000).startsWith("800x");
    assertThat(said.after("999").orElseThrow().text().length()).isLessThan(300);
  }

  @Test
  void numbersAreOnlyPortsWhereTheyMayBe() {
    assertThat(PortErrors.numbers("listen tcp :8080: bind")).containsExactly(8080);
    assertThat(PortErrors.numbers("[Errno 98] Address already in use")).isEmpty();
    assertThat(PortErrors.numbers("s.bind(('127.0.0.1', 5000))")).containsExactly(5000);
    assertThat(PortErrors.numbers("2026-11-21T07:00:00 v1.2.3 x86_64 99999 port 80."))
        .contains(80)
        .doesNotContain(3, 86, 99999);
    assertThat(AddressText.of("dial tcp 10.0.0.1:5432: connect: refused"))
        .hasValue("10.0.0.1:5432");
    assertThat(AddressText.of("bind(2) for \"::1\" port 80 (Errno::EADDRINUSE)"))
        .hasValue("::1:80");
    assertThat(AddressText.of("at server.js:12")).isEmpty();
  }

  /** Made of pieces of real messages, in no order. */
  @Test
  void noLinesMakeItFail(@TempDir Path folder) throws Exception {
    Random random = new Random(7);
    String[] pieces = {
      "Cannot find module '",
      "'",
      "\"",
      ": ",
      " at ",
      "No module named ",
      "Can't locate ",
      " in @INC",
      "syntax error",
      "Class \"",
      "\" not found",
      "cannot load such file -- ",
      " (LoadError)",
      "Error: ",
      "    at /",
      "(",
      ")",
      ":",
      "12",
      "panic: ",
      "goroutine 1",
      ".go:",
      "line ",
      "ECONNREFUSED",
      "ENOENT",
      "Permission denied",
      "/",
      "..",
      "\0",
      "\033[",
      "x".repeat(300),
      "KeyError: '",
      "environ",
      "Traceback (most recent call last)",
      "  File \"",
      "\", line ",
      ": command not found",
      ": not found",
      ": unbound variable",
      "(class file version ",
      "Exception in thread \"",
      "Fatal error: ",
      " required--this is only version ",
      "key not found: \"",
      "env: '",
      "version `",
      "lookup ",
      "port ",
      "99999999999999999999"
    };
    Real real = new Real(folder);
    Diagnosis diagnosis = new Diagnosis(folder);
    for (int round = 0; round < 3000; round++) {
      List<String> lines = new ArrayList<>();
      for (int i = random.nextInt(6); i >= 0; i--) {
        StringBuilder line = new StringBuilder();
        for (int j = random.nextInt(8); j >= 0; j--) {
          line.append(pieces[random.nextInt(pieces.length)]);
        }
        lines.add(line.toString());
      }
      diagnosis
          .ofDeath(real.scene("true"), lines, words -> java.util.Optional.empty())
          .ifPresent(finding -> {
            assertThat(finding.hint()).as("of %s", lines).isNotBlank();
            assertThat(finding.hint().chars().noneMatch(Character::isISOControl))
                .as("of %s", lines)
                .isTrue();
          });
    }
  }
}
