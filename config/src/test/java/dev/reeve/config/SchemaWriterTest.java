package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.config.tree.Problems;
import dev.reeve.config.tree.Source;
import dev.reeve.config.tree.YamlReader;
import dev.reeve.core.spec.Field;
import dev.reeve.core.spec.Fields;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaWriterTest {
  private static @Nullable Object tree(String text) throws Exception {
    Source source = new Source(Path.of("/conf/reeve.yaml"), text);
    return YamlReader.read(source, new Problems()).orElseThrow().tree();
  }

  private static List<String> errors(String text) throws Exception {
    Map<?, ?> schema = (Map<?, ?>) tree(SchemaWriter.write());
    assertThat(schema).isNotNull();
    return MiniSchema.errors(schema, tree(text));
  }

  @Test
  void theSchemaIsJsonThatDescribesEveryField() throws Exception {
    String schema = SchemaWriter.write();
    assertThat(schema)
        .startsWith("{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\"");
    for (Field<?> field : Fields.ALL) {
      assertThat(schema).as(field.path()).contains(field.meaning().replace("\"", "\\\""));
    }
    assertThat(tree(schema)).isInstanceOf(Map.class);
  }

  @Test
  void goodFilesAreGoodForTheSchema() throws Exception {
    for (Path file : Fixtures.files("good")) {
      assertThat(errors(Files.readString(file))).as(file.toString()).isEmpty();
    }
  }

  @Test
  void whateverIsWrittenIsGoodForTheSchema() throws Exception {
    for (int seed = 0; seed < 200; seed++) {
      String text = SpecYaml.write(List.of(new RandomSpecs(new Random(seed)).spec("web")));
      assertThat(errors(text)).as(text).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "include: conf.d/*.yaml",
        "include: [a.yaml, b.yaml]\nservices: {a: {command: x}}",
        "templates: {t: {env: {A: 1}, template: u}, u: {command: x}}\nservices: {a: {template: t}}",
        "daemon: {defaults: {restart: never}}\nservices: {a: {command: [x, 1], restart.max: 5}}",
        "services: {a: {command: x, restart: on-failure, logs: {stdout: null}}}",
        "services: {a: {command: x, restart: {limit: {max: 3, within: 1m}}, env: [A=1]}}",
        "services: {a: {command: x, stop: {grace: 0}, logs.rotate.size: 1024, instances: '5'}}"
      })
  void whatTheLoaderTakesTheSchemaTakes(String text) throws Exception {
    if (text.contains("services")) {
      assertThat(Fixtures.specs(text.replaceFirst("include: .*\n", ""))).isNotEmpty();
    }
    assertThat(errors(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "servics: {a: {command: x}}",
        "services: {}",
        "services: [a]",
        "services: {a b: {command: x}}",
        "services: {a: {}}",
        "services: {a: {comand: x, command: x}}",
        "services: {a: {command: {}}}",
        "services: {a: {command: x, restart: allways}}",
        "services: {a: {command: x, restart: {polcy: always}}}",
        "services: {a: {command: x, restart.delay: soon}}",
        "services: {a: {command: x, stop: {grace: 5}}}",
        "services: {a: {command: x, instances: 0}}",
        "services: {a: {command: x, instances: many}}",
        "services: {a: {command: x, logs: {rotate: {size: big}}}}",
        "services: {a: {command: x, logs: {rotate: 5}}}",
        "services: {a: {command: x, once: 'yes'}}",
        "services: {a: {command: x, env: {A: [1]}}}",
        "services: {a: {command: x, env: [A]}}",
        "services: {a: {command: x, restart: {exit_codes: [256]}}}",
        "services: {a: {command: x, restart: {limit: {max: 3}}}}",
        "services: {a: {command: x, restart: {jitter: 2}}}",
        "services: {a: {command: x}}\ntemplates: {t: {instances: x}}",
        "services: {a: {command: x}}\ndaemon: {default: {}}"
      })
  void whatTheSchemaRefusesTheLoaderRefuses(String text) throws Exception {
    assertThat(errors(text)).isNotEmpty();
    assertThat(Fixtures.messages(text)).isNotEmpty();
  }
}
