package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {
  @TempDir Path folder;

  @BeforeEach
  void aFolderWithPrograms() throws IOException {
    program("bin/server", true);
    program("bin/plain", false);
    program("local", true);
    program("script.py", false);
  }

  private void program(String name, boolean executable) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n");
    assertThat(file.toFile().setExecutable(executable)).isTrue();
  }

  private List<String> warnings(String fields) {
    return check(fields).stream().map(ConfigProblem::message).toList();
  }

  private List<ConfigProblem> check(String fields) {
    Environment environment = new Environment(Map.of("PATH", "/nowhere:" + folder + "/bin"));
    Loaded loaded =
        Loader.parse(
            folder.resolve("reeve.yaml"),
            "services:\n  web: {" + fields + "}\n",
            environment,
            Set.of());
    return Preflight.check(Fixtures.ok(loaded), environment);
  }

  @Test
  void nothingIsSaidWhereEverythingIsThere() {
    for (String fields :
        List.of(
            "command: server --x",
            "command: ./local",
            "command: bin/server",
            "command: /bin/sh",
            "command: script.py",
            "command: ./script.py",
            "command: plain, interpreter: server, cwd: bin",
            "shell: true, command: whatever it is",
            "command: local, env: {PATH: .}",
            "command: sh, inherit_env: false",
            "command: server, stop: {command: server}, reload: [server]")) {
      assertThat(warnings(fields)).as(fields).isEmpty();
    }
  }

  @Test
  void aMissingProgramIsNamedWithItsPlace() {
    assertThat(check("command: sever --x").getFirst().text())
        .isEqualTo(
            folder
                + "/reeve.yaml:2:18: service 'web': cannot run sever: no such program in PATH"
                + " (/nowhere:"
                + folder
                + "/bin)\n"
                + "    web: {command: sever --x}\n"
                + "                   ^");
  }

  @Test
  void theReasonAProgramCannotRunIsSaid() {
    assertThat(warnings("command: ./none"))
        .containsExactly("service 'web': cannot run ./none: no such file");
    assertThat(warnings("command: ./bin"))
        .containsExactly("service 'web': cannot run ./bin: it is a folder");
    assertThat(warnings("command: bin/plain"))
        .containsExactly(
            "service 'web': cannot run bin/plain: it is not executable; chmod +x it, or name an"
                + " interpreter");
    assertThat(warnings("command: ./none.py"))
        .containsExactly("service 'web': cannot run ./none.py: no such file");
    assertThat(warnings("command: none.js, interpreter: server"))
        .containsExactly("service 'web': cannot run none.js: no such file");
    assertThat(warnings("command: script.py, interpreter: /none/python"))
        .containsExactly("service 'web': cannot run /none/python: no such file");
  }

  @Test
  void whatOnlyAShellUnderstandsIsExplained() {
    assertThat(warnings("command: ~/server"))
        .containsExactly(
            "service 'web': cannot run ~/server: no such file; write the whole path, or use 'shell:"
                + " true'");
    assertThat(warnings("command: local")).singleElement().asString().endsWith("; write ./local");
  }

  @Test
  void commandsToStopAndReloadAreLookedUpToo() {
    List<ConfigProblem> warnings =
        check("command: server, stop: {command: stopper}, reload: [loader, now]");
    assertThat(warnings)
        .extracting(ConfigProblem::message)
        .allMatch(message -> message.contains("no such program in PATH"))
        .hasSize(2);
    assertThat(warnings).extracting(ConfigProblem::column).containsExactly(42, 60);
  }

  @Test
  void aMissingFolderIsNamedOnceAndNothingInIt() {
    assertThat(warnings("command: ./none, cwd: nowhere"))
        .containsExactly("service 'web': cannot use cwd " + folder + "/nowhere: no such folder");
    assertThat(warnings("command: ./none, cwd: local"))
        .containsExactly("service 'web': cannot use cwd " + folder + "/local: it is not a folder");
  }

  @Test
  void aMissingFileOfVariablesIsNamed() {
    assertThat(warnings("command: server, env_file: [none.env, bin]"))
        .containsExactly(
            "service 'web': cannot read env_file " + folder + "/none.env: no such file",
            "service 'web': cannot read env_file " + folder + "/bin: it is a folder");
  }

  @Test
  void aPathThatAFileOfVariablesSetsIsNotGuessedAt() throws Exception {
    Files.writeString(folder.resolve("path.env"), "export PATH=/opt/bin\n");
    assertThat(warnings("command: elsewhere, env_file: path.env")).isEmpty();
    Files.writeString(folder.resolve("path.env"), "OTHER=1\n");
    assertThat(warnings("command: elsewhere, env_file: path.env")).hasSize(1);
  }
}
