package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.cli.Shell.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertCommandTest {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void begin() throws IOException {
    shell = new Shell(folder);
    shell.file("Procfile", "web: sleep $PORT\n");
  }

  @Test
  void aForeignFileBecomesANativeOneOnStdout() {
    Ran ran = shell.run("convert", "Procfile");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exit()).isZero();
    assertThat(ran.out())
        .startsWith(
            """
            # Made by 'reeve convert' from Procfile (Procfile).
            # Reeve also starts that file as it is; this one is not needed for that.
            services:
              web:
                command: sleep $PORT
                shell: true
            """);
  }

  @Test
  void aFileIsWrittenForItsOwnerOnlyAndNeverOverwrittenUnasked() throws IOException {
    assertThat(shell.run("convert", "Procfile", "new/reeve.yaml").out())
        .isEqualTo(shell.directory + "/new/reeve.yaml written\n");
    Path file = shell.directory.resolve("new/reeve.yaml");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(shell.run("check", "new/reeve.yaml").exit()).isZero();
    Files.writeString(file, "mine");
    Ran ran = shell.run("convert", "Procfile", "new/reeve.yaml");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err())
        .isEqualTo(
            "reeve: cannot convert Procfile: "
                + file
                + " exists already\n→ to overwrite it: --force\n");
    assertThat(file).hasContent("mine");
    assertThat(shell.run("convert", "Procfile", "new/reeve.yaml", "--force").exit()).isZero();
    assertThat(Files.readString(file)).contains("sleep $PORT");
    assertThat(file.getParent()).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void warningsDoNotMixWithTheFile() throws IOException {
    shell.file(
        "apps.json", "{\"apps\": [{\"name\": \"a\", \"command\": \"sleep\", \"nonsense\": 1}]}");
    Ran ran = shell.run("convert", "apps.json");
    assertThat(ran.exit()).isZero();
    assertThat(ran.err()).containsPattern("apps\\.json:1:\\d+: warning: .*nonsense");
    assertThat(ran.out()).doesNotContain("warning").contains("\nservices:\n  a:\n");
  }

  @Test
  void unitsGoIntoAFolder() {
    Ran ran = shell.run("convert", "Procfile", "--to", "systemd", "--out", "units");
    assertThat(ran.out()).isEqualTo(shell.directory + "/units/web.service written\n");
    assertThat(shell.directory.resolve("units/web.service"))
        .content()
        .contains("# Made by", "ExecStart=/bin/sh -c \"sleep $$PORT\"\n");
    assertThat(shell.run("convert", "Procfile", "--to", "systemd").out())
        .contains("# web.service\n[Unit]\n");
  }

  @Test
  void whatCannotBeDoneIsSaid() throws IOException {
    shell.file("bad.yaml", "services: {api: {comand: x}}");
    assertThat(shell.run("convert", "bad.yaml").exit()).isEqualTo(1);
    Ran ran = shell.run("convert", "Procfile", "--to", "launchd");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err())
        .isEqualTo(
            """
            reeve: cannot convert Procfile: 'launchd' is not a format that can be written
            → there are native, compose, systemd, kubernetes, nomad, apm, processmaster, gopm, pm2
            """);
    assertThat(shell.run("convert", "Procfile", "a/b", "--out", "c").exit()).isEqualTo(2);
    shell.file("Procfile.two", "a: x\nb: y\n");
    assertThat(shell.run("convert", "Procfile.two", "one.hcl", "--to", "nomad").err())
        .contains("there is more than one file for nomad: give a folder with --out");
    shell.file("plain", "");
    assertThat(shell.run("convert", "Procfile", "plain/x").err())
        .contains("cannot write " + shell.directory + "/plain/x: a file stands where a folder");
  }
}
