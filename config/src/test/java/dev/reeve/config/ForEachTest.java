package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.spec.Command;
import dev.reeve.core.spec.Condition;
import dev.reeve.core.spec.ServiceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services that are declared once for several files. */
class ForEachTest {
  @TempDir Path folder;

  private Path file(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private void files(String... paths) throws IOException {
    for (String path : paths) {
      file(path, "");
    }
  }

  private Loaded load(String text) throws IOException {
    return Loader.load(file("reeve.yaml", text), Fixtures.ENVIRONMENT);
  }

  private List<ServiceSpec> specs(String text) throws IOException {
    return Fixtures.ok(load(text)).specs();
  }

  /** The problems as {@code LINE:COLUMN: MESSAGE}. */
  private List<String> problems(String text) throws IOException {
    Loaded loaded = load(text);
    assertThat(loaded).isInstanceOf(Loaded.Broken.class);
    return lines(((Loaded.Broken) loaded).problems());
  }

  private static List<String> lines(List<ConfigProblem> problems) {
    return problems.stream()
        .map(each -> each.line() + ":" + each.column() + ": " + each.message())
        .toList();
  }

  private List<String> names(String pattern) throws IOException {
    return specs("services: {n: {command: x, for_each: {glob: '" + pattern + "', as: F}}}").stream()
        .map(ServiceSpec::name)
        .toList();
  }

  private static List<String> words(ServiceSpec spec) {
    return ((Command.Argv) spec.command()).words();
  }

  @Test
  void eachFileGivesAServiceWithItsPathWhereverItIsMentioned() throws IOException {
    files("sites/b.conf", "sites/a.conf", "sites/c.txt", "sites/.hidden.conf");
    List<ServiceSpec> specs =
        specs(
            """
            services:
              site:
                for_each: { glob: "sites/*.conf", as: SITE }
                command: server --config ${SITE} --title 'of ${SITE}'
                description: serves ${SITE}
                env: { NAME: "<${SITE}> $${SITE}" }
                env_file: ${SITE}
                labels: { file: "${SITE}" }
                logs: { stdout: "logs/${SITE}.log" }
                stop: { command: "ctl stop ${SITE}" }
                health: { exec: "ctl ping ${SITE}", interval: 9s }
                checks: [{ name: "${SITE}", check: { path: "${SITE}" }, on_fail: log }]
            """);
    assertThat(specs).extracting(ServiceSpec::name).containsExactly("site-a", "site-b");
    ServiceSpec a = specs.getFirst();
    assertThat(words(a))
        .containsExactly("server", "--config", "sites/a.conf", "--title", "of sites/a.conf");
    assertThat(a.description()).isEqualTo("serves sites/a.conf");
    assertThat(a.environment().variables())
        .isEqualTo(Map.of("NAME", "<sites/a.conf> ${SITE}", "SITE", "sites/a.conf"));
    assertThat(a.environment().files()).containsExactly(folder.resolve("sites/a.conf"));
    assertThat(a.labels()).isEqualTo(Map.of("file", "sites/a.conf"));
    assertThat(a.logs().stdout().toString()).contains(folder + "/logs/sites/a.conf.log");
    assertThat(a.stop().command().text()).isEqualTo("ctl stop sites/a.conf");
    assertThat(a.health().probe().orElseThrow().text()).isEqualTo("exec ctl ping sites/a.conf");
    assertThat(a.checks().getFirst().name()).isEqualTo("sites/a.conf");
    assertThat(a.checks().getFirst().probe().text()).isEqualTo("path " + folder + "/sites/a.conf");
    assertThat(a.groupName()).isEqualTo("site");
    assertThat(a.directory()).isEqualTo(folder);
  }

  @Test
  void aStrangeNameStaysOneWordAndIsNeverCode() throws IOException {
    String strange = "in/a b'\"$(x)${HOME}$$;.txt";
    files(strange);
    List<ServiceSpec> specs =
        specs(
            """
            services:
              one: { for_each: { glob: in/*, as: F }, command: 'cat ${F} "x${F}"', env: [ "G=${F}" ] }
              two: { for_each: { glob: in/*, as: F }, command: 'cat "${F}"', shell: true }
              three: { for_each: { glob: in/*, as: F }, command: [cat, "${F}"], group_name: g }
            """);
    assertThat(words(specs.getFirst())).containsExactly("cat", strange, "x" + strange);
    assertThat(specs.getFirst().environment().variables())
        .isEqualTo(Map.of("F", strange, "G", strange));
    assertThat(specs.getFirst().name()).isEqualTo("one-a-b-x-HOME-.txt");
    assertThat(specs.get(1).command()).isEqualTo(new Command.ShellLine("cat \"${F}\""));
    assertThat(specs.get(1).environment().variables()).isEqualTo(Map.of("F", strange));
    assertThat(words(specs.get(2))).containsExactly("cat", strange);
    assertThat(specs.get(2).groupName()).isEqualTo("g");
  }

  @Test
  void namesFollowFromWhatIsDifferentInThePath() throws IOException {
    files("n/a.yaml", "n/b.yml", "n/a/site.conf", "n/b/c/site.conf", "n/site-x.conf");
    assertThat(names("n/*.yaml")).containsExactly("n-a");
    assertThat(names("n/*.y*")).containsExactly("n-a.yaml", "n-b.yml");
    assertThat(names("n/*.{yaml,yml}")).containsExactly("n-a.yaml", "n-b.yml");
    assertThat(names("n/*/site.conf")).containsExactly("n-a");
    assertThat(names("n/**/site.conf")).containsExactly("n-a", "n-b-c");
    assertThat(names("n/**/*.conf")).containsExactly("n-a-site", "n-b-c-site", "n-site-x");
    assertThat(names("n/site-?.conf")).containsExactly("n-site-x");
    assertThat(names("n/a.yaml")).containsExactly("n-a");
    assertThat(names(folder + "/n/*.yaml")).containsExactly("n-a");
    assertThat(names("../" + folder.getFileName() + "/n/*.yaml")).containsExactly("n-a");
  }

  @Test
  void theNameOfAFileDoesNotDependOnTheOthers() throws IOException {
    files("n/b.yaml");
    List<String> before = names("n/*.yaml");
    files("n/a.yaml", "n/c.yaml");
    assertThat(names("n/*.yaml")).containsAll(before).hasSize(3);
  }

  @Test
  void withAFolderOfItsOwnThePathIsAbsolute() throws IOException {
    files("n/a.yaml", "t/t.yaml");
    String each = "for_each: {glob: n/*.yaml, as: F}, command: 'x ${F}'";
    assertThat(words(specs("services: {n: {" + each + "}}").getFirst())).contains("n/a.yaml");
    assertThat(words(specs("services: {n: {" + each + ", cwd: w}}").getFirst()))
        .contains(folder + "/n/a.yaml");
    file("t/t.yaml", "templates: {t: {env_file: '${F}'}}");
    ServiceSpec other =
        specs("include: t/t.yaml\nservices: {n: {template: t, " + each + "}}").getFirst();
    assertThat(other.environment().files()).containsExactly(folder.resolve("n/a.yaml"));
  }

  @Test
  void aTemplateMayHaveItAndMayMentionTheVariable() throws IOException {
    files("n/a.yaml", "n/b.yaml");
    List<ServiceSpec> specs =
        specs(
            """
            templates:
              each: { for_each: { glob: "n/*.yaml", as: F }, env: { X: "${F}" } }
            services:
              n: { template: each, command: 'x ${F}' }
            """);
    assertThat(specs).extracting(ServiceSpec::name).containsExactly("n-a", "n-b");
    assertThat(specs.get(1).environment().variables()).containsEntry("X", "n/b.yaml");
    assertThat(
            problems(
                """
                templates: { t: { env: { X: "${F}" } } }
                services:
                  n: { for_each: { glob: "n/*.yaml", as: F }, template: t, command: x }
                  m: { template: t, command: x }
                """))
        .containsExactly(
            "1:30: service 'm': variable 'F' is not set; set it, or write ${F:-default}");
  }

  @Test
  void whoDependsOnItDependsOnAllOfThem() throws IOException {
    files("n/a.yaml", "n/b.yaml");
    String each = "  n: { for_each: { glob: 'n/*.yaml', as: F }, command: x, once: true }\n";
    for (String needs :
        List.of(
            "{ n: completed }",
            "[ 'n:completed' ]",
            "'n:completed'",
            "[ { n: completed }, { path: n } ]")) {
      ServiceSpec last =
          specs("services:\n" + each + "  w: { command: x, depends_on: " + needs + " }").getLast();
      assertThat(last.dependsOn())
          .isEqualTo(Map.of("n-a", Condition.COMPLETED, "n-b", Condition.COMPLETED));
    }
    assertThat(problems("services:\n" + each + "  w: { command: x, depends_on: [n-c] }"))
        .containsExactly(
            "3:33: service 'w': depends on 'n-c', which does not exist; did you mean 'n-a'?");
    assertThat(problems("services:\n" + each.replace(", once", ", depends_on: n, once")))
        .contains("2:71: service 'n-a': depends on itself: n-a -> n-a");
  }

  @Test
  void noFileIsAWarningAndNoService() throws IOException {
    Loaded.Ok ok =
        Fixtures.ok(
            load(
                """
                services:
                  n: { for_each: { glob: "n/*.yaml", as: F }, command: x }
                  w: { command: x, depends_on: [n] }
                """));
    assertThat(ok.specs()).extracting(ServiceSpec::name).containsExactly("w");
    assertThat(ok.specs().getFirst().dependsOn()).isEmpty();
    assertThat(lines(ok.warnings()))
        .containsExactly(
            "2:26: service 'n': 'n/*.yaml' matches no file, so there is no such service");
    assertThat(specs("services: { n: { for_each: { glob: none, as: F }, command: x } }")).isEmpty();
  }

  @Test
  void fieldsOfWhatIsForNoFileAreChecked() throws IOException {
    String broken =
        Fixtures.broken(
            load(
                """
                templates: { t: { description: t } }
                services:
                  n:
                    template: t
                    for_each: { glob: "n/*.yaml", as: F }
                    command: x $F
                    cwd: /srv/${F}
                    instances: many
                    comand: y
                """));
    assertThat(broken)
        .contains(
            "8:16: service 'n': 'instances' is not a whole number",
            "9:5: service 'n': unknown field 'comand'; did you mean 'command'?")
        .doesNotContain("cwd", "template");
  }

  @Test
  void aLinkLeadsNowhereElse() throws IOException {
    files("conf/available/a.conf", "conf/enabled/own.conf", "elsewhere/secret.conf");
    Path enabled = folder.resolve("conf/enabled");
    Files.createSymbolicLink(enabled.resolve("a.conf"), Path.of("../available/a.conf"));
    Files.createSymbolicLink(enabled.resolve("s.conf"), folder.resolve("elsewhere/secret.conf"));
    Files.createSymbolicLink(enabled.resolve("gone.conf"), Path.of("nowhere"));
    Path file =
        file(
            "conf/reeve.yaml",
            "services: { n: { for_each: { glob: 'enabled/*.conf', as: F }, command: x } }");
    Loaded.Ok ok = Fixtures.ok(Loader.load(file, Fixtures.ENVIRONMENT));
    assertThat(ok.specs()).extracting(ServiceSpec::name).containsExactly("n-a", "n-own");
    assertThat(lines(ok.warnings()))
        .containsExactly(
            "1:36: service 'n': 'enabled/s.conf' is a link to something elsewhere; ignored");
  }

  @Test
  void thereIsAnEndToTheNumberOfFiles() throws IOException {
    for (int i = 0; i <= ForEach.MOST_MATCHES; i++) {
      files("n/" + i + ".yaml");
    }
    String text = "services: { n: { for_each: { glob: 'n/*.yaml', as: F }, command: x } }";
    assertThat(problems(text))
        .containsExactly(
            "1:36: service 'n': 'n/*.yaml' matches 1001 files; at most 1000 may be meant");
    Files.delete(folder.resolve("n/7.yaml"));
    assertThat(specs(text)).hasSize(1000);
    String many =
        """
        services:
          n: { for_each: { glob: 'n/*.yaml', as: F }, command: x }
          m: { for_each: { glob: 'n/*.yaml', as: F }, command: x, depends_on: n }
        """;
    assertThat(problems(many))
        .containsExactly("3:71: service 'm-188': more than 100000 dependencies come of 'for_each'");
  }

  @Test
  void mistakesHaveTheirPlaces() throws IOException {
    files("n/a b.yaml", "n/a'b.yaml", "n/c.yaml");
    assertThat(
            problems(
                """
                services:
                  a: { command: x, for_each: n/*.yaml }
                  b: { command: x, for_each: { glob: n/*.yaml, was: F } }
                  c: { command: x, for_each: { glob: n/*.yaml, as: a-b } }
                  d: { command: x, for_each: { glob: "${NONE}/*", as: F } }
                  e: { command: x, for_each: { glob: [x], as: } }
                  f: { command: x, for_each: { glob: "n/[c", as: F } }
                  g: { command: x, for_each: { glob: "n/a*.yaml", as: F } }
                  h: { command: x, for_each: { glob: "n/c.yaml", as: F }, env: { F: 1 } }
                  h-c: { command: x }
                  i: { comand: x, for_each: { glob: "n/c.*", as: F } }
                  j: { command: x, for_eech: { glob: "n/*", as: F } }
                """))
        .containsExactly(
            "2:30: service 'a': 'for_each' must be {glob: PATTERN, as: VARIABLE}, not 'n/*.yaml'",
            "3:30: service 'b': 'for_each' needs 'as', the name of a variable such as SITE",
            "3:48: service 'b': 'for_each' has the unknown key 'was'; did you mean 'as'?",
            "4:52: service 'c': 'for_each.as' must be the name of a variable: letters, digits and"
                + " '_', not 'a-b'",
            "5:38: service 'd': variable 'NONE' is not set; set it, or write ${NONE:-default}",
            "6:38: service 'e': 'for_each.glob' must be a pattern of files such as sites/*.conf,"
                + " not a list",
            "6:43: service 'e': 'for_each.as' must be the name of a variable such as SITE, not"
                + " nothing",
            "7:38: service 'f': cannot look for 'n/[c': '[c' is not a pattern: Missing ']",
            "8:38: service 'g': 'n/a'b.yaml' would be called 'g-a-b', as 'n/a b.yaml' is; rename"
                + " one of the two",
            "9:38: service 'h': 'n/c.yaml' would be called 'h-c', as the service at "
                + folder
                + "/reeve.yaml:10:3 is; rename one of the two",
            "11:8: service 'i-c.yaml': unknown field 'comand'; did you mean 'command'?",
            "12:20: service 'j': unknown field 'for_eech'; did you mean 'for_each'?");
    assertThat(
            problems(
                "services: { h: { command: x, for_each: { glob: 'n/c.yaml', as: F }, env: { F: 1 }"
                    + " } }"))
        .containsExactly("1:76: service 'h': 'env' has 'F', which 'for_each' sets");
  }

  @Test
  void whatAChecksStartsMustExistAndBeOne() throws IOException {
    files("n/a.yaml");
    String start = "command: x, checks: [{ check: { path: / }, on_fail: { start: %s } }] }\n";
    assertThat(
            problems(
                "services:\n  n: { command: x, for_each: { glob: 'n/*', as: F } }\n"
                    + "  a: { "
                    + start.formatted("m")
                    + "  b: { "
                    + start.formatted("n")
                    + "  c: { "
                    + start.formatted("c")
                    + "  d: { "
                    + start.formatted("n-a.yaml")))
        .containsExactly(
            "3:69: service 'a': a check starts 'm', which does not exist",
            "4:69: service 'b': a check starts 'n', which stands for several services"
                + " ('for_each'); name one of them",
            "5:69: service 'c': a check starts 'c', which is the service itself; 'on_fail:"
                + " restart' restarts it");
    assertThat(
            Fixtures.ok(
                    Fixtures.parse("services:\n  a: { " + start.formatted("outside"), "outside"))
                .specs())
        .hasSize(1);
  }

  @Test
  void mistakesInChecksHaveTheirPlaces() {
    assertThat(
            Fixtures.broken(
                Fixtures.parse(
                    """
                    services:
                      x:
                        command: x
                        checks:
                          - { check: { path: / } }
                          - { name: y, check: { tcp: a }, on_fail: explode }
                    """)))
        .contains(
            "/conf/reeve.yaml:6:34: service 'x': 'checks.1.check.tcp' must be host:port, such as"
                + " 127.0.0.1:5432");
  }
}
