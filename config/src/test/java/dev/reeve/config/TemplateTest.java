package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.spec.RestartPolicy;
import dev.reeve.core.spec.ServiceSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateTest {
  @TempDir Path folder;

  private static ServiceSpec only(String text) {
    return Fixtures.specs(text).getFirst();
  }

  @Test
  void aServiceHasWhatItsTemplateHasUnlessItSaysOtherwise() {
    ServiceSpec web =
        only(
            """
            templates:
              base:
                env: {MODE: production, LEVEL: info}
                restart: on-failure
                stop: {grace: 9s}
              node:
                template: base
                interpreter: node
                env: {LEVEL: warn, NODE: "1"}
                restart.max: 3
                env_file: [a.env, b.env]
                logs: {rotate: {size: 1M, keep: 7}}
            services:
              web:
                template: node
                command: server.js
                env: {PORT: "80", MODE: test}
                restart: {delay: 5s}
                env_file: c.env
                logs.rotate.size: 2M
            """);
    assertThat(web.command().text()).isEqualTo("server.js");
    assertThat(web.interpreter()).isEqualTo("node");
    assertThat(web.environment().variables())
        .isEqualTo(Map.of("MODE", "test", "LEVEL", "warn", "NODE", "1", "PORT", "80"));
    assertThat(web.environment().files()).isEqualTo(List.of(Path.of("/conf/c.env")));
    assertThat(web.restart().policy()).isEqualTo(RestartPolicy.ON_FAILURE);
    assertThat(web.restart().max()).isEqualTo(3);
    assertThat(web.restart().delay()).isEqualTo(Duration.ofSeconds(5));
    assertThat(web.stop().grace()).isEqualTo(Duration.ofSeconds(9));
    assertThat(web.logs().rotation().size()).isEqualTo(2 << 20);
    assertThat(web.logs().rotation().keep()).isEqualTo(7);
  }

  @Test
  void defaultsStandUnderTheTemplateOfEveryService() {
    List<ServiceSpec> specs =
        Fixtures.specs(
            """
            daemon: {defaults: {instances: 2, env: {A: d, B: d}, stop.grace: 1s}}
            templates: {t: {env: {B: t, C: t}, command: x}}
            services:
              plain: {command: y}
              made: {template: t, env: {C: s}}
              bare: {template: t, instances: 1}
            """);
    assertThat(specs).extracting(ServiceSpec::instances).containsExactly(2, 2, 1);
    assertThat(specs.get(0).environment().variables()).isEqualTo(Map.of("A", "d", "B", "d"));
    assertThat(specs.get(1).environment().variables())
        .isEqualTo(Map.of("A", "d", "B", "t", "C", "s"));
    assertThat(specs.get(1).command().text()).isEqualTo("x");
    assertThat(specs).allMatch(spec -> spec.stop().grace().toSeconds() == 1);
  }

  @Test
  void aListReplacesAMap() {
    ServiceSpec web =
        only(
            """
            templates: {t: {command: x, env: {A: "1"}}}
            services: {web: {template: t, env: [B=2]}}
            """);
    assertThat(web.environment().variables()).isEqualTo(Map.of("B", "2"));
  }

  @Test
  void anUnknownTemplateHasASuggestion() {
    assertThat(
            Fixtures.messages(
                """
                templates: {node: {}}
                services:
                  a: {command: x, template: nod}
                  b: {command: x, tempalte: node}
                  c: {command: x, template: [node]}
                """))
        .containsExactly(
            "service 'a': unknown template 'nod'; did you mean 'node'?",
            "service 'b': unknown field 'tempalte'; did you mean 'template'?",
            "service 'c': 'template' must be the name of a template, not a list");
  }

  @Test
  void aCircleOfTemplatesIsShownOnce() {
    assertThat(
            Fixtures.messages(
                """
                templates: {a: {template: b}, b: {template: a}}
                services: {x: {command: x, template: a}, y: {command: x, template: a}}
                """))
        .containsExactly("template 'b': the template is its own template: a -> b -> a");
  }

  @Test
  void aMistakeInATemplateIsSaidOnceForTheTemplate() {
    assertThat(
            Fixtures.messages(
                """
                templates:
                  t:
                    comand: x
                    stop: {grace: soon}
                    env: {A: "${NONE}", B: [1]}
                    restart: {delay: 1s, policy: never}
                    restart.delay: 2s
                  u: 5
                  v:
                services:
                  a: {command: x, template: t}
                  b: {command: x, template: t}
                """))
        .containsExactly(
            "template 't': unknown field 'comand'; did you mean 'command'?",
            "template 't': 'stop.grace' is not a duration: write it like 500ms, 5s, 1m30s, 2h or"
                + " 7d",
            "template 't': variable 'NONE' is not set; set it, or write ${NONE:-default}",
            "template 't': 'env.B' must be a text, not a list",
            "template 't': 'restart.delay' is declared twice",
            "template 'u': must be a map of fields, not '5'",
            "template 'v': must be a map of fields, not nothing");
  }

  @Test
  void whatContradictsTheTemplateIsSaidForTheService() {
    assertThat(
            Fixtures.messages(
                """
                templates: {t: {restart: always, group: www}}
                services: {a: {command: x, template: t, once: true, user: me}}
                """))
        .containsExactly(
            "service 'a': 'restart: always' contradicts 'once: true'; a one-shot may only restart"
                + " on-failure");
  }

  @Test
  void theLineOfAShellMayStandApartFromTheShell() {
    ServiceSpec web =
        only(
            """
            templates: {t: {shell: true, command: "echo it's"}}
            services: {web: {template: t}}
            """);
    assertThat(web.command().text()).isEqualTo("echo it's");
  }

  @Test
  void pathsOfATemplateStartWhereTheTemplateStands() throws Exception {
    Files.createDirectories(folder.resolve("lib"));
    Files.writeString(
        folder.resolve("lib/t.yaml"),
        "templates: {t: {cwd: app, env_file: [x.env], logs: {stdout: out.log}}}");
    Files.writeString(folder.resolve("lib/secret"), "open sesame\n");
    Path main =
        Files.writeString(
            folder.resolve("reeve.yaml"),
            "include: lib/t.yaml\nservices: {web: {command: x, template: t, env: {S: '@file://lib/secret'}}}");
    ServiceSpec web = Fixtures.ok(Loader.load(main, Fixtures.ENVIRONMENT)).specs().getFirst();
    assertThat(web.directory()).isEqualTo(folder.resolve("lib/app"));
    assertThat(web.environment().files()).containsExactly(folder.resolve("lib/x.env"));
    assertThat(web.logs().stdout()).hasToString("File[path=" + folder + "/lib/app/out.log]");
    assertThat(web.environment().variables()).isEqualTo(Map.of("S", "open sesame"));
  }

  @Test
  void manyTemplatesInARowAndHugeOnesEndInProblems() {
    StringBuilder text = new StringBuilder("templates:\n");
    for (int i = 0; i < 50_000; i++) {
      text.append("  t" + i + ": {template: t" + (i + 1) + "}\n");
    }
    text.append("  t50000: {}\nservices: {a: {command: x, template: t0}}\n");
    assertThat(Fixtures.messages(text.toString()))
        .containsExactly("template 't31': more than 32 templates in a row");
    StringBuilder huge = new StringBuilder("templates:\n  t:\n    command: x\n    env:\n");
    for (int i = 0; i < 10_000; i++) {
      huge.append("      A" + i + ": x\n");
    }
    huge.append("services:\n");
    for (int i = 0; i < 1000; i++) {
      huge.append("  s" + i + ": {template: t}\n");
    }
    assertThat(Fixtures.messages(huge.toString()))
        .first()
        .asString()
        .endsWith("more than 2000000 values, those of templates included");
  }

  @Test
  void unknownKeysOfTheDaemonAreMistakes() {
    assertThat(Fixtures.messages("daemon: {default: {}}\nservices: {a: {command: x}}"))
        .containsExactly("unknown key 'default' in 'daemon'; did you mean 'defaults'?");
    assertThat(Fixtures.messages("daemon: 5\ntemplates: []\nservices: {a: {command: x}}"))
        .containsExactly("'daemon' must be a map, not '5'", "'templates' has no template in it");
  }
}
