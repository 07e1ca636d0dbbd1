package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.cli.Shell.Ran;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void begin() throws IOException {
    shell = new Shell(folder);
  }

  @Test
  void aGoodFileIsPraised() throws IOException {
    shell.file("reeve.yaml", "services: {api: {command: sleep 1}, db: {command: sleep 2}}");
    for (String[] words : new String[][] {{"check"}, {"check", "."}, {"check", "reeve.yaml"}}) {
      Ran ran = shell.run(words);
      assertThat(ran.exit()).isZero();
      assertThat(ran.out()).endsWith("reeve.yaml is good: 2 services (api, db)\n");
      assertThat(ran.err()).isEmpty();
    }
    assertThat(shell.run("check", "-q").out()).isEmpty();
  }

  @Test
  void ofVeryManyServicesADozenIsNamed() throws IOException {
    StringBuilder yaml = new StringBuilder("services:\n");
    for (int i = 10; i < 40; i++) {
      yaml.append("  s").append(i).append(": {command: sleep 1}\n");
    }
    shell.file("reeve.yaml", yaml.toString());
    assertThat(shell.run("check").out())
        .endsWith(
            " is good: 30 services (s10, s11, s12, s13, s14,"
                + " s15, s16, s17, s18, s19, s20, s21, …)\n");
    assertThat(shell.run("check", "--json").out()).contains("\"s39\"]");
  }

  @Test
  void allMistakesAreToldWithTheirPlaces() throws IOException {
    shell.file("bad.yaml", "services:\n  api:\n    comand: x\n  db: {command: [], instances: 0}\n");
    Ran ran = shell.run("check", "bad.yaml");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("bad.yaml:3:5: ", "bad.yaml:4:", "bad.yaml has ", " mistakes\n");
  }

  @Test
  void jsonIsForPrograms() throws IOException {
    shell.file("good.yaml", "services: {api: {command: sleep 1}}");
    shell.file("bad.yaml", "services: {api: {comand: sleep 1}}");
    Ran ran = shell.run("check", "--json", "good.yaml", "bad.yaml");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .startsWith(
            "[{\"file\":\""
                + shell.directory
                + "/good.yaml\",\"format\":\"native\",\"ok\":true,\"services\":[\"api\"],"
                + "\"problems\":[],\"warnings\":[]},{\"file\":\"bad.yaml\",\"format\":null,\"ok\":false,\"services\":[],"
                + "\"problems\":[{\"file\":\"")
        .contains("\"line\":1,\"column\":18,\"message\":\"");
  }

  @Test
  void whatTheMachineLacksIsAWarning() throws IOException {
    shell.file("f.yaml", "services: {api: {command: ./nothing-here}}");
    Ran ran = shell.run("check", "f.yaml");
    assertThat(ran.exit()).isZero();
    assertThat(ran.err()).contains("f.yaml:1:27: warning: ", "nothing-here");
    assertThat(ran.out()).endsWith("f.yaml is good: 1 service (api); 1 warning\n");
  }

  @Test
  void strictnessMakesAWarningAFailure() throws IOException {
    shell.file("f.yaml", "services: {api: {command: ./nothing-here}}");
    Ran ran = shell.run("check", "--strict", "f.yaml");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains(": warning: ").endsWith("f.yaml has 1 warning\n");
    assertThat(shell.run("check", "--strict", "--json", "f.yaml").exit()).isEqualTo(1);
    shell.file("g.yaml", "services: {api: {command: sleep 1}}");
    assertThat(shell.run("check", "--strict", "g.yaml").exit()).isZero();
  }

  @Test
  void aFileOfAnotherSystemIsRecognised() throws IOException {
    shell.file("Procfile", "web: sleep 1\nworker: sleep 2\n");
    assertThat(shell.run("check", "Procfile").out())
        .endsWith("Procfile is good: Procfile, 2 services (web, worker)\n");
    shell.file(
        "apps.json", "{\"apps\": [{\"name\": \"a\", \"command\": \"sleep\", \"nonsense\": 1}]}");
    Ran ran = shell.run("check", "apps.json");
    assertThat(ran.exit()).isZero();
    assertThat(ran.err()).containsPattern("apps\\.json:1:\\d+: warning: .*nonsense");
    assertThat(ran.out()).endsWith("apps.json is good: GoPM, 1 service (a); 1 warning\n");
    assertThat(shell.run("check", "--json", "apps.json").out()).contains("\"format\":\"GoPM\"");
  }

  @Test
  void aMissingFileIsSaid() {
    Ran ran = shell.run("check", "nothing.yaml");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("nothing.yaml: ", "no such file");
  }
}
