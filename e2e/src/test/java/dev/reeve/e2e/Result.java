package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/**
 * What a command did.
 *
 * @param line the command as a person would type it
 */
record Result(String line, int exit, String stdout, String stderr) {
  /** Fails with everything the command said unless it ended with this code. */
  Result exits(int code) {
    assertThat(exit).as("exit code of %s", this).isEqualTo(code);
    assertThat(stdout + stderr)
        .as("a person is told what happened, not where in the program: %s", this)
        .doesNotContain("\tat dev.reeve")
        .doesNotContain("Exception");
    return this;
  }

  Result ok() {
    return exits(0);
  }

  /** Fails unless stderr contains all of these. */
  Result says(String... texts) {
    assertThat(stderr).as("stderr of %s", this).contains(texts);
    return this;
  }

  /** Fails unless stdout contains all of these. */
  Result prints(String... texts) {
    assertThat(stdout).as("stdout of %s", this).contains(texts);
    return this;
  }

  List<String> lines() {
    return stdout.lines().toList();
  }

  Json json() {
    return Json.read(stdout);
  }

  /** The objects of a stream, one a line. */
  List<Json> jsonLines() {
    return stdout.lines().map(Json::read).toList();
  }

  @Override
  public String toString() {
    return "'" + line + "' (exit " + exit + ")\n" + cut(stdout) + "\n--- stderr:\n" + cut(stderr);
  }

  private static String cut(String text) {
    return text.length() > 4000 ? text.substring(0, 4000) + "…" : text;
  }
}
