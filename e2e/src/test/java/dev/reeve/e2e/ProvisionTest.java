package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a service needs of its files before its first start. */
@EndToEnd
class ProvisionTest {
  private static final int NOBODY = 65534;

  private static Object stat(Path file, String attribute) throws IOException {
    return Files.getAttribute(file, "unix:" + attribute);
  }

  @Test
  void aServiceGetsItsFilesBeforeItsFirstStartAndOnlyThen(Reeve reeve) throws Exception {
    Root.needed("give files away");
    reeve.write(
        "reeve.yaml",
        """
        services:
          api:
            command: sh -c "touch data/mine; exec sleep 1000"
            user: nobody
            instances: 3
            provision:
              - { path: data, ownership: { owner: nobody, group: nogroup, recursive: true }, mode: 0750 }
        """);
    reeve.folder().toFile().setExecutable(true, false);
    reeve.write("data/old", "");
    reeve.run("apply").ok();
    Path data = reeve.folder().resolve("data");
    Until.holds(() -> assertThat(data.resolve("mine")).exists());
    assertThat(stat(data, "uid")).isEqualTo(NOBODY);
    assertThat(stat(data.resolve("old"), "gid")).isEqualTo(NOBODY);
    assertThat((int) stat(data, "mode") & 07777).isEqualTo(0750);
    assertThat(reeve.folder().resolve(".pm_provisioned"))
        .content()
        .matches("provisioned_at_ms=\\d+\\R");
    assertThat(reeve.processes("api")).hasSize(3);
    Files.setAttribute(data, "unix:uid", 0);
    reeve.run("restart", "api").ok();
    assertThat(stat(data, "uid")).isEqualTo(0);
  }

  @Test
  void aStartFailsWithTheReasonAndTheNextOneTriesAgain(Reeve reeve) throws Exception {
    Path outside = reeve.write("elsewhere/secret", "");
    Files.createSymbolicLink(reeve.folder().resolve("data"), outside.getParent());
    reeve.write(
        "reeve.yaml",
        "services: {api: {command: sleep 1000, provision: [{path: data/secret, mode: 777}]}}\n");
    reeve
        .run("start", "reeve.yaml")
        .exits(1)
        .says("cannot start api: cannot provision data/secret: ")
        .says("/data is a symbolic link, and none is followed")
        .says("→ name the file it leads to, if that is below 'cwd'");
    assertThat(reeve.state("api")).isEqualTo("failed");
    assertThat((int) stat(outside, "mode") & 0777).isNotEqualTo(0777);
    Files.delete(reeve.folder().resolve("data"));
    reeve.run("start", "api").ok().prints("api started");
    assertThat(reeve.folder().resolve("data/secret")).isDirectory();
  }

  @Test
  void anOptionDoesTheSameAndAWrongOneIsNamed(Reeve reeve) {
    reeve.run("start", "--name", "x", "--provision", "run,mode=0700", "--", "sleep", "1000").ok();
    assertThat(reeve.folder().resolve("run")).isDirectory();
    reeve
        .run("start", "--name", "y", "--provision", "../run,mode=0700", "--", "sleep", "1000")
        .exits(2)
        .says("must stay below 'cwd': '../run'");
    reeve.write(
        "bad.yaml", "services:\n  a:\n    command: x\n    provision:\n      - path: /etc\n");
    reeve
        .run("check", "bad.yaml")
        .exits(1)
        .says("bad.yaml:5:15: service 'a': 'provision.0.path' must stay below 'cwd': '/etc'");
  }
}
