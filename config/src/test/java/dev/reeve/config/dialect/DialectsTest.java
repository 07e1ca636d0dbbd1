package dev.reeve.config.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.config.ConfigProblem;
import dev.reeve.config.Loader;
import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Problems;
import dev.reeve.config.tree.Source;
import dev.reeve.config.tree.Spot;
import dev.reeve.core.spec.Field;
import dev.reeve.core.spec.Fields;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which file is what, and what the frame does with the drafts of any dialect. */
class DialectsTest {
  @TempDir Path folder;

  @Test
  void filesAreRecognisedByNameOrContent() {
    String services = "services: {apps: {command: x}}";
    assertThat(Dialecting.dialect("reeve.yaml", "apps: [{script: x}]")).isEqualTo("native");
    assertThat(Dialecting.dialect("reeve.json", "{}")).isEqualTo("native");
    assertThat(Dialecting.dialect("any.yaml", services)).isEqualTo("native");
    assertThat(
            Dialecting.dialect("any.json", "{\"services\": {}, \"apps\": [{\"script\": \"x\"}]}"))
        .isEqualTo("native");
    assertThat(Dialecting.dialect("any.yaml", "include: x")).isEqualTo("native");
    assertThat(Dialecting.dialect("any.yaml", "nonsense: [")).isEqualTo("native");
    assertThat(Dialecting.dialect("Procfile", services)).isEqualTo("Procfile");
    assertThat(Dialecting.dialect("Procfile.dev", "")).isEqualTo("Procfile");
    assertThat(Dialecting.dialect("ecosystem.config.js", "")).isEqualTo("PM2");
    assertThat(Dialecting.dialect("api.config.cjs", "")).isEqualTo("PM2");
    assertThat(Dialecting.dialect("pm2.config.yml", "")).isEqualTo("PM2");
    assertThat(Dialecting.dialect("server.js", "")).isEqualTo("native");
    assertThat(Dialecting.dialect("ecosystem.json", "{\"apps\": [{\"script\": \"x\"}]}"))
        .isEqualTo("PM2");
    assertThat(Dialecting.dialect("ecosystem.json", "{\n\t\"apps\": [{\"command\": \"x\"}]}"))
        .isEqualTo("GoPM");
    assertThat(Dialecting.dialect("p.yml", "apps:\n  - script: x")).isEqualTo("PM2");
    assertThat(Dialecting.dialect("p.yml", "script: x")).isEqualTo("PM2");
    assertThat(Dialecting.dialect("p.json", "{\"apps\": []}")).isEqualTo("native");
    assertThat(Dialecting.dialect("gopm.config.json", "")).isEqualTo("gopm.config.json");
    assertThat(Dialecting.dialect("supervisord.conf", "")).isEqualTo("supervisord");
    assertThat(Dialecting.dialect("x.ini", "")).isEqualTo("supervisord");
    assertThat(Dialecting.dialect("x.conf", "; x\n[program:x]")).isEqualTo("supervisord");
    assertThat(Dialecting.dialect("x.conf", "worker {\n}")).isNotEqualTo("supervisord");
  }

  @Test
  void aConfigurationIsToldFromAProgram() throws Exception {
    assertThat(Loader.isConfiguration(Path.of("a.yaml"))).isTrue();
    assertThat(Loader.isConfiguration(Path.of("x/Procfile"))).isTrue();
    assertThat(Loader.isConfiguration(Path.of("ecosystem.config.js"))).isTrue();
    assertThat(Loader.isConfiguration(Path.of("server.js"))).isFalse();
    assertThat(Loader.isConfiguration(Path.of("sleep"))).isFalse();
    Path conf = Files.writeString(folder.resolve("a.conf"), "[program:x]\ncommand=x");
    assertThat(Loader.isConfiguration(conf)).isTrue();
    Files.writeString(conf, "key value");
    assertThat(Loader.isConfiguration(conf)).isFalse();
    assertThat(Loader.isConfiguration(folder.resolve("none.conf"))).isFalse();
    assertThat(Loader.isConfiguration(Path.of("/"))).isFalse();
  }

  @Test
  void dialectsHaveDifferentNames() {
    assertThat(Dialects.ALL).extracting(Dialect::name).doesNotHaveDuplicates();
  }

  private final Source source = new Source(Path.of("/conf/x"), "first\nsecond\nthird\n");
  private final Problems problems = new Problems();
  private final Problems warnings = new Problems();
  private final Translation translation =
      new Translation(source, Dialecting.ENVIRONMENT, problems, warnings);

  private Spot line(int line) {
    return new Spot(source, line, 1);
  }

  private List<String> warned() {
    return warnings.sorted().stream().map(ConfigProblem::message).toList();
  }

  @Test
  void whatTheTableOfFieldsLacksIsDroppedWithOneWarningForAKey() {
    translation
        .service(line(1), "a")
        .put(line(1), "cmd", "command", "x")
        .put(line(2), "probe", "no_such_section.url", "x")
        .put(line(2), "probe", "no_such_section.interval", "5s")
        .put(line(3), "other", "logs.no_such_field", "x");
    assertThat(warned())
        .containsExactly(
            "service 'a': 'probe' is not supported by this version; ignored",
            "service 'a': 'other' is not supported by this version; ignored");
    assertThat(((Node.Entries) translation.services().get("a").value()).entries())
        .extracting(Node.Entry::key)
        .containsExactly("command");
  }

  @Test
  void aSectionIsTakenApart() {
    Draft draft = translation.service(line(1), "a");
    draft.put(
        line(1),
        "logs",
        "logs",
        new Node.Entries(
            line(2),
            List.of(
                new Node.Entry(line(2), "stdout", new Node.Text(line(2), "x", false)),
                new Node.Entry(line(3), "no_such", new Node.Text(line(3), "x", false)))));
    assertThat(draft.has("logs.stdout")).isTrue();
    assertThat(warned())
        .containsExactly("service 'a': 'logs' is not supported by this version; ignored");
  }

  @Test
  void everyFieldThereIsCanBePut() {
    Draft draft = translation.service(line(1), "a");
    for (Field<?> field : Fields.ALL) {
      draft.put(line(1), field.path(), field.path(), "x");
      assertThat(draft.has(field.path())).isTrue();
    }
    assertThat(warned()).isEmpty();
  }

  @Test
  void aConditionThatIsNotKnownBecomesAWeakerOneWithAWarning() {
    translation
        .service(line(1), "a")
        .dependsOn(line(2), "db", "completed")
        .dependsOn(line(3), "web", "no-such-condition");
    assertThat(warned())
        .containsExactly(
            "service 'a': waits only until 'web' is started: 'no-such-condition' is not supported"
                + " by this version");
  }

  @Test
  void foreignNamesBecomeNamesOfReeve() {
    assertThat(translation.renamed(line(1), "@scope/api gw").name()).isEqualTo("scope-api-gw");
    assertThat(translation.renamed(line(2), "all").name()).isEqualTo("service-all");
    assertThat(translation.renamed(line(3), "-").name()).isEqualTo("service-");
    assertThat(translation.renamed(line(3), "fine").name()).isEqualTo("fine");
    assertThat(translation.renamed(line(3), "x".repeat(100)).name()).hasSize(64);
    assertThat(warned()).hasSize(4);
    assertThat(problems.isEmpty()).isTrue();
  }
}
