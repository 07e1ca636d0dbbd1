package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.cli.Shell.Ran;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HelpTest {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void begin() throws IOException {
    shell = new Shell(folder);
  }

  static List<String> names() {
    return Commands.names();
  }

  static Stream<Usage> usages() {
    return Commands.names().stream().map(name -> Commands.find(name).usage());
  }

  @Test
  void theOverviewNamesAllCommands() throws IOException {
    Ran ran = shell.run("help");
    Snapshot.matches("help", ran.out());
    assertThat(shell.run("--help").out()).isEqualTo(ran.out());
    assertThat(shell.run("-h").out()).isEqualTo(ran.out());
  }

  @ParameterizedTest
  @MethodSource("names")
  void eachCommandHasHelpThatFitsTheScreen(String name) {
    Ran ran = shell.run("help", name);
    assertThat(ran.exit()).isZero();
    assertThat(ran.out())
        .startsWith("reeve " + name)
        .contains("Examples\n", "Exit codes: ", "--json");
    assertThat(ran.lines()).allSatisfy(line -> assertThat(Width.of(line)).isLessThanOrEqualTo(90));
    assertThat(shell.run(name, "--help").out()).isEqualTo(ran.out());
    assertThat(shell.run(name, "-h").out()).isEqualTo(ran.out());
  }

  @ParameterizedTest
  @MethodSource("usages")
  void namesAndOptionsAreUnique(Usage usage) {
    assertThat(Commands.find(usage.name())).isNotNull();
    for (String alias : usage.aliases()) {
      assertThat(Commands.find(alias).usage().name()).isEqualTo(usage.name());
    }
    List<Opt> all = Stream.concat(usage.options().stream(), Usage.EVERYWHERE.stream()).toList();
    assertThat(all).extracting(Opt::name).doesNotHaveDuplicates();
    assertThat(all.stream().map(Opt::letter).filter(letter -> letter != 0)).doesNotHaveDuplicates();
    assertThat(all).allSatisfy(opt -> assertThat(opt.name()).matches("--[a-z][a-z-]*"));
  }

  @ParameterizedTest
  @MethodSource("usages")
  void examplesCanBeTyped(Usage usage) {
    assertThat(usage.examples()).isNotEmpty();
    for (Usage.Example example : usage.examples()) {
      String line = example.line().replaceAll(" (\\|\\|?|>) [a-z/~]+[^']*$", "");
      assertThat(shell.run(words(line)).err()).as(line).doesNotContain("cannot run '", "unknown");
    }
  }

  private static String[] words(String line) {
    try {
      return dev.reeve.core.spec.Words.split(line).toArray(String[]::new);
    } catch (dev.reeve.core.spec.Unreadable e) {
      throw new AssertionError(line, e);
    }
  }

  @Test
  void helpOfStartShowsTheFieldsInGroups() throws IOException {
    Snapshot.matches("help-start", shell.run("help", "start").out());
    Snapshot.matches("help-stop-screen", shell.screen(80).run("stop", "-h").visible());
  }

  @Test
  void helpWithAnUnknownCommandNamesTheNearest() {
    Ran ran = shell.run("help", "lst");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err())
        .startsWith(
            "reeve: cannot help with 'lst': there is no such command; did you mean 'list'?");
  }
}
