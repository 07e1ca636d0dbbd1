package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reeve.api.Methods;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest extends CommandTest {
  @Test
  void namesAreOneALineAndSilentWithoutADaemon() throws IOException {
    daemon.gives(Methods.LIST, Samples.zoo());
    assertThat(shell.run("__names").lines()).startsWith("api", "worker", "db");
    daemon.close();
    assertThat(shell.run("__names")).isEqualTo(new Shell.Ran(1, "", "", false));
  }

  @Test
  void aShellMustBeKnown() {
    assertThat(shell.run("completion", "bsh").err())
        .startsWith(
            "reeve: cannot make completion for bsh: it must be one of bash, zsh, fish; did you mean"
                + " 'bash'?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          reeve st            | start stats status stop
          reeve stop a        | api
          reeve logs --fo     | --follow
          reeve --json is     | is-running
          reeve start --max-r | --max-restarts --max-restarts-success
          reeve help pin      | ping
          reeve completion f  | fish
          reeve stop --forc   | --force
          """)
  void bashCompletes(String line, String expected) throws Exception {
    Path reeve = shell.program("bin/reeve");
    Files.writeString(reeve, "#!/bin/sh\n[ \"$1\" = __names ] && printf 'api\\nworker\\n'\n");
    Path script = shell.file("reeve.bash", shell.run("completion", "bash").out());
    String program =
        """
        PATH=%s:$PATH
        compopt() { :; }
        . %s
        COMP_WORDS=(%s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _reeve
        printf '%%s\\n' "${COMPREPLY[@]}" | sort | xargs
        """
            .formatted(reeve.getParent(), script, line);
    assertThat(output("bash", "-uc", program)).isEqualTo(expected + "\n");
  }

  @ParameterizedTest
  @CsvSource({"bash, -n", "zsh, -n", "fish, --no-execute"})
  void scriptsAreGoodInTheEyesOfTheirShells(String program, String check) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/" + program)), program + " is not installed");
    Path script = shell.file("script", shell.run("completion", program).out());
    assertThat(output(program, check, script.toString())).isEmpty();
  }

  @Test
  void scriptsKnowEveryCommandAndOption() {
    for (String name : List.of("bash", "zsh", "fish")) {
      String script = shell.run("completion", name).out();
      assertThat(script).contains(Commands.names());
      assertThat(script).contains("keep-services", "max-restarts", "no-inherit-env", "__names");
    }
  }

  private static String output(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
