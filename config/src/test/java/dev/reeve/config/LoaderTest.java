package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.reeve.config.tree.SourceFile;
import dev.reeve.core.spec.ServiceSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoaderTest {
  private static final String GOOD = "services: {web: {command: node server.js}}\n";

  @TempDir Path folder;

  private Loaded load(Path file) {
    return Loader.load(file, Fixtures.ENVIRONMENT);
  }

  private String broken(Path file) {
    return Fixtures.broken(load(file));
  }

  @Test
  void aFolderMeansTheConfigurationFileInIt() throws Exception {
    for (String name : new String[] {"reeve.yaml", "reeve.yml", "reeve.json"}) {
      Path file = Files.writeString(folder.resolve(name), GOOD);
      Loaded.Ok ok = Fixtures.ok(load(folder));
      assertThat(ok.file()).isEqualTo(file);
      assertThat(ok.specs()).extracting(ServiceSpec::name).containsExactly("web");
      Files.delete(file);
    }
  }

  @Test
  void aFolderWithoutOneSaysWhatItLooksFor() {
    assertThat(broken(folder))
        .isEqualTo(
            folder
                + ": cannot read the configuration: the folder has none of reeve.yaml, reeve.yml,"
                + " reeve.json; name the file you mean");
  }

  @Test
  void aFolderWithTwoIsNotGuessedAt() throws Exception {
    Files.writeString(folder.resolve("reeve.yaml"), GOOD);
    Files.writeString(folder.resolve("reeve.json"), GOOD);
    assertThat(broken(folder))
        .endsWith("the folder has both reeve.yaml and reeve.json; name the file you mean");
  }

  @Test
  void aMissingFileIsAProblem() {
    Path file = folder.resolve("none.yaml");
    assertThat(broken(file))
        .isEqualTo(
            file
                + ": cannot read the configuration: no such file; name a YAML or JSON file, or a"
                + " folder with a reeve.yaml");
    assertThat(broken(Path.of("pom.xml/inside.yaml")))
        .startsWith("pom.xml/inside.yaml: cannot read the configuration: ");
  }

  @Test
  void aFileThatMayNotBeReadIsAProblem() throws Exception {
    Path file = Files.writeString(folder.resolve("secret.yaml"), GOOD);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeThat(Files.isReadable(file)).as("root may read everything").isFalse();
    assertThat(broken(file))
        .endsWith("permission denied; run this as its owner, or let this user read it");
  }

  @Test
  void aPipeIsRefusedBecauseItMightNeverEnd() throws Exception {
    Path pipe = folder.resolve("pipe.yaml");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThat(broken(pipe)).endsWith("it is a pipe or device, not a regular file");
    assertThat(broken(Path.of("/dev/zero"))).endsWith("not a regular file");
    Path folderNamedLikeAFile = Files.createDirectory(folder.resolve("reeve.yaml"));
    assertThat(broken(folder))
        .isEqualTo(folderNamedLikeAFile + ": cannot read the configuration: it is a folder");
  }

  @Test
  void aHugeFileIsRefused() throws Exception {
    Path file = Files.write(folder.resolve("huge.yaml"), new byte[SourceFile.LARGEST + 1]);
    assertThat(broken(file)).endsWith("it is larger than 4 MiB; is it a configuration file?");
  }

  @Test
  void aFileOfTheLargestSizeIsRead() throws Exception {
    String padded = GOOD + "#" + "x".repeat(SourceFile.LARGEST - GOOD.length() - 2) + "\n";
    Path file = Files.writeString(folder.resolve("large.yaml"), padded);
    assertThat(Fixtures.ok(load(file)).specs()).hasSize(1);
  }

  @Test
  void textInAnotherEncodingSaysWhere() throws Exception {
    Path file = folder.resolve("latin.yaml");
    Files.write(
        file,
        "services:\n  web: {command: x, description: \"caf\u00e9\"}\n"
            .getBytes(StandardCharsets.ISO_8859_1));
    assertThat(broken(file))
        .isEqualTo(
            file
                + ":2:38: cannot read the file: byte e9 here is not UTF-8; save it as UTF-8\n"
                + "    web: {command: x, description: \"caf\n"
                + "  "
                + " ".repeat(37)
                + "^");
  }

  @Test
  void relativePathsStartAtTheFolderOfTheFile() {
    Path file = folder.resolve("sub/../reeve.yaml");
    Loaded loaded =
        Loader.parse(
            file, "services: {web: {command: x, env_file: .env}}", Fixtures.ENVIRONMENT, Set.of());
    ServiceSpec spec = Fixtures.ok(loaded).specs().getFirst();
    assertThat(spec.directory()).isEqualTo(folder);
    assertThat(spec.environment().files()).containsExactly(folder.resolve(".env"));
  }

  @Test
  void originsAndPlacesSayWhereThingsStand() {
    Loaded.Ok ok =
        Fixtures.ok(
            Fixtures.parse(
                """
                services:
                  web:
                    command: x
                    restart: {delay: 5s}
                  db: {command: y, stop.grace: 1s}
                """));
    assertThat(ok.origins())
        .isEqualTo(
            Map.of(
                "web", new Place(ok.file(), 2, 3),
                "db", new Place(ok.file(), 5, 3)));
    assertThat(ok.origins().keySet()).containsExactly("web", "db");
    Places places = ok.places();
    assertThat(places.of("web", "")).hasToString("/conf/reeve.yaml:2:3");
    assertThat(places.of("web", "command")).hasToString("/conf/reeve.yaml:3:14");
    assertThat(places.of("web", "restart.delay")).hasToString("/conf/reeve.yaml:4:22");
    assertThat(places.of("web", "restart.max")).hasToString("/conf/reeve.yaml:4:5");
    assertThat(places.of("web", "cwd")).hasToString("/conf/reeve.yaml:2:3");
    assertThat(places.of("db", "stop.grace")).hasToString("/conf/reeve.yaml:5:32");
    assertThat(places.of("nobody", "cwd")).hasToString("/conf/reeve.yaml:1:1");
  }
}
