package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.spec.ServiceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncludeTest {
  @TempDir Path folder;

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Loaded.Ok load(String main) throws IOException {
    return Fixtures.ok(Loader.load(write("reeve.yaml", main), Fixtures.ENVIRONMENT));
  }

  private String broken(String main) throws IOException {
    Path file = write("reeve.yaml", main);
    return Fixtures.broken(Loader.load(file, Fixtures.ENVIRONMENT)).replace(folder + "/", "");
  }

  @Test
  void servicesOfIncludedFilesFollowThoseOfTheFileItself() throws Exception {
    write("conf.d/b.yaml", "services: {b: {command: x}}");
    write("conf.d/a.yaml", "services: {a: {command: x, cwd: here}}");
    write("conf.d/.hidden.yaml", "not: read");
    write("conf.d/readme.txt", "not: read");
    write("one.json", "{\"services\": {\"one\": {\"command\": \"x\"}}}");
    Loaded.Ok ok = load("include: [one.json, 'conf.d/*.yaml']\nservices: {main: {command: x}}\n");
    assertThat(ok.specs()).extracting(ServiceSpec::name).containsExactly("main", "one", "a", "b");
    assertThat(ok.files())
        .extracting(file -> folder.relativize(file).toString())
        .containsExactly("reeve.yaml", "one.json", "conf.d/a.yaml", "conf.d/b.yaml");
    assertThat(ok.origins())
        .containsEntry("a", new Place(folder.resolve("conf.d/a.yaml"), 1, 12))
        .containsEntry("one", new Place(folder.resolve("one.json"), 1, 15));
    assertThat(ok.specs().get(2).directory()).isEqualTo(folder.resolve("conf.d/here"));
    assertThat(ok.format()).isEqualTo("native");
    assertThat(ok.warnings()).isEmpty();
  }

  @Test
  void patternsReachAnyDepthAndMayMatchNothing() throws Exception {
    write("x/y/z/deep.yaml", "services: {deep: {command: x}}");
    write("x/top.yaml", "services: {top: {command: x}}");
    Files.createSymbolicLink(folder.resolve("x/y/round"), folder.resolve("x"));
    assertThat(load("include: ['x/**/*.yaml', 'none/*.yaml']").specs())
        .extracting(ServiceSpec::name)
        .containsExactly("top", "deep");
    assertThat(load("include: 'x/{top,bottom}.y[a-z]ml'").specs()).hasSize(1);
    assertThat(load("include: '" + folder + "/x/t?p.yaml'").specs()).hasSize(1);
    assertThat(load("include: ${NONE:-x}/top.yaml").specs()).hasSize(1);
  }

  @Test
  void aFileCountsOnceHoweverOftenItIsIncluded() throws Exception {
    write("a.yaml", "include: common.yaml\nservices: {a: {command: x}}");
    write("b.yaml", "include: ./common.yaml\nservices: {b: {command: x}}");
    write("common.yaml", "services: {common: {command: x}}");
    assertThat(load("include: [a.yaml, b.yaml, '*.yaml']").specs())
        .extracting(ServiceSpec::name)
        .containsExactly("a", "common", "b");
  }

  @Test
  void mistakesOfAllFilesAreSaidAtOnceEachInItsFile() throws Exception {
    write("a.yaml", "services:\n  a: {comand: x}\n");
    write("b.yaml", "services:\n  b: {command: x, restart: allways}\n  c: [\n  d: x\n");
    write("c.yaml", "services: {c: {command: x, depends_on: elsewhere}}");
    assertThat(broken("include: [a.yaml, b.yaml, c.yaml]\nservices: {m: {instances: 0}}\n"))
        .isEqualTo(
            """
            reeve.yaml:2:12: service 'm': 'command' is missing; say what to run
              services: {m: {instances: 0}}
                         ^
            reeve.yaml:2:27: service 'm': 'instances' must be from 1 to 10000
              services: {m: {instances: 0}}
                                        ^
            a.yaml:2:7: service 'a': unknown field 'comand'; did you mean 'command'?
                a: {comand: x}
                    ^
            b.yaml:3:6: expected ',' or ']'; '[' was opened in line 3
                c: [
                   ^\
            """);
  }

  @Test
  void aServiceDeclaredTwiceNamesBothPlaces() throws Exception {
    write("a.yaml", "services:\n  web: {command: x}\n");
    assertThat(broken("include: a.yaml\nservices: {web: {command: y}}\n"))
        .startsWith(
            "a.yaml:2:3: service 'web' is declared twice; the first one is at reeve.yaml:2:12\n");
    write("a.yaml", "templates: {t: {}}\ndaemon: {defaults: {}}");
    assertThat(
            broken(
                """
                include: a.yaml
                templates: {t: {}}
                daemon: {defaults: {}}
                services: {web: {command: y}}
                """))
        .contains(
            "a.yaml:1:13: template 't' is declared twice; the first one is at reeve.yaml:2:13")
        .contains(
            "a.yaml:2:10: 'daemon.defaults' is declared twice; the first one is at reeve.yaml:3:10");
  }

  @Test
  void aCircleIsShown() throws Exception {
    write("a.yaml", "include: sub/b.yaml");
    write("sub/b.yaml", "include: ../a.yaml");
    assertThat(broken("include: a.yaml"))
        .startsWith("sub/b.yaml:1:10: the file includes itself: a.yaml -> sub/b.yaml -> a.yaml");
  }

  @Test
  void whatCannotBeIncludedIsSaidWhereItIsAskedFor() throws Exception {
    write("empty.yaml", "# nothing\n");
    write("list.yaml", "- a\n");
    assertThat(
            broken(
                """
                include:
                  - none.yaml
                  - conf.d
                  - ${NONE}
                  - 'a[.yaml'
                  - {a: b}
                  - ''
                  - list.yaml
                  -
                  - /dev/zero
                  - empty.yaml
                """
                    .replace("conf.d", folder.toString())))
        .contains("reeve.yaml:2:5: cannot include none.yaml: no such file")
        .contains("3:5: cannot include " + folder + ": it is a folder; write ")
        .contains("4:5: variable 'NONE' is not set")
        .contains("5:5: cannot include 'a[.yaml': 'a[.yaml' is not a pattern: Missing ']")
        .contains("6:5: 'include' must be a path, a pattern, or a list of them, not a map")
        .contains("7:5: 'include' is empty; name a file, or a pattern of files")
        .contains("9:4: 'include' must be a path, a pattern, or a list of them, not nothing")
        .contains("10:5: cannot include /dev/zero: it is a pipe or device, not a regular file")
        .contains("list.yaml:1:1: the file must be a map");
  }

  @Test
  void filesWithoutAnyServiceSaySo() throws Exception {
    write("empty.yaml", "");
    assertThat(broken("include: empty.yaml"))
        .startsWith("reeve.yaml:1:1: neither this file nor those it includes have a service;");
  }

  @Test
  void depthAndNumberOfFilesAreBounded() throws Exception {
    for (int i = 0; i < 20; i++) {
      write("deep/" + i + ".yaml", "include: " + (i + 1) + ".yaml");
    }
    assertThat(broken("include: deep/0.yaml"))
        .startsWith("deep/14.yaml:1:10: more than 16 files include each other in a row");
    for (int i = 0; i < NativeReader.MOST_FILES; i++) {
      write("many/" + i + ".yaml", "services: {s" + i + ": {command: x}}");
    }
    assertThat(broken("include: 'many/*.yaml'"))
        .startsWith("reeve.yaml:1:10: more than 1000 files are included");
  }

  @Test
  void aRelativeFileIsNamedAsItWasGiven() throws Exception {
    Path main = write("reeve.yaml", "include: a.yaml");
    write("a.yaml", "services: {a: {comand: x}}");
    Path relative = Path.of("").toAbsolutePath().relativize(main);
    assertThat(Fixtures.broken(Loader.load(relative, Fixtures.ENVIRONMENT)))
        .startsWith(relative.resolveSibling("a.yaml") + ":1:16: service 'a'");
  }

  @Test
  void dependenciesReachAcrossFiles() throws Exception {
    write("a.yaml", "services: {a: {command: x, depends_on: main}}");
    ServiceSpec a = load("include: a.yaml\nservices: {main: {command: x}}").specs().get(1);
    assertThat(a.dependsOn()).containsOnlyKeys("main");
    write("a.yaml", "services: {a: {command: x, depends_on: [main, none]}}");
    assertThat(broken("include: a.yaml\nservices: {main: {command: x, depends_on: a}}"))
        .contains("a.yaml:1:47: service 'a': depends on 'none', which does not exist")
        .contains("depends on itself: main -> a -> main");
  }
}
