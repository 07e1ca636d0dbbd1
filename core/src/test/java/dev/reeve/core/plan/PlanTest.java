package dev.reeve.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.spec.ChangeEffect;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.SpecReader;
import dev.reeve.core.spec.SpecWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final String FILE = "/srv/reeve.yaml";

  private static ServiceSpec spec(String name, Object... fields) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("command", "/bin/" + name);
    for (int i = 0; i < fields.length; i += 2) {
      SpecWriter.put(tree, (String) fields[i], fields[i + 1]);
    }
    return SpecReader.read(name, tree, Path.of("/srv")).spec().orElseThrow();
  }

  private static Plan.Existing of(String source, ServiceSpec spec) {
    return new Plan.Existing(spec, source);
  }

  private static List<FieldChange> changes(ServiceSpec before, ServiceSpec after) {
    return Plan.between(List.of(of(FILE, before)), List.of(after), FILE, List.of())
        .changed()
        .getFirst()
        .fields();
  }

  private static ChangeEffect effect(ServiceSpec before, ServiceSpec after) {
    return Plan.between(List.of(of(FILE, before)), List.of(after), FILE, List.of())
        .changed()
        .getFirst()
        .effect();
  }

  @Test
  void aScheduleThatComesOrGoesIsARestartAndAnotherTimeIsNot() {
    ServiceSpec always = spec("job");
    ServiceSpec hourly = spec("job", "schedule", "@hourly");
    assertThat(effect(always, hourly)).isEqualTo(ChangeEffect.RESTART);
    assertThat(effect(hourly, always)).isEqualTo(ChangeEffect.RESTART);
    assertThat(effect(hourly, spec("job", "schedule", "@daily"))).isEqualTo(ChangeEffect.LIVE);
  }

  @Test
  void aRestartIsRollingWhereThereAreInstancesThatCanGoOnMeanwhile() {
    Map<String, Object> rolling = Map.of("rolling", true);
    ServiceSpec before = spec("web", "instances", 3, "rollout", rolling);
    ServiceSpec after = spec("web", "instances", 2, "rollout", rolling, "env.PORT", "80");
    assertThat(effect(before, after)).isEqualTo(ChangeEffect.ROLLING);
    ServiceSpec one = spec("web", "instances", 1, "rollout", rolling, "env.PORT", "80");
    assertThat(effect(before, one)).isEqualTo(ChangeEffect.RESTART);
  }

  @Test
  void servicesAreAddedChangedRemovedOrLeftAlone() {
    Plan plan =
        Plan.between(
            List.of(
                of(FILE, spec("same")),
                of(FILE, spec("changed")),
                of(FILE, spec("gone")),
                of("/other.yaml", spec("others")),
                of("", spec("by-hand"))),
            List.of(spec("new"), spec("changed", "instances", 3), spec("same")),
            FILE,
            List.of());
    assertThat(plan.added()).containsExactly(spec("new"));
    assertThat(plan.changed()).extracting(c -> c.after().name()).containsExactly("changed");
    assertThat(plan.removed()).containsExactly("gone");
    assertThat(plan.unchanged()).containsExactly("same");
    assertThat(plan.adopted()).isEmpty();
    assertThat(plan.isEmpty()).isFalse();
    assertThat(plan.declared()).containsExactly(spec("new"), spec("changed", "instances", 3));
  }

  @Test
  void whatBelongsToAnotherFileIsAdopted() {
    Plan plan =
        Plan.between(
            List.of(of("/other.yaml", spec("a")), of("", spec("b"))),
            List.of(spec("a"), spec("b", "once", true)),
            FILE,
            List.of());
    assertThat(plan.adopted()).containsExactly(Map.entry("a", "/other.yaml"), Map.entry("b", ""));
    assertThat(plan.unchanged()).containsExactly("a");
  }

  @Test
  void namesChooseWhatCounts() {
    List<Plan.Existing> existing = List.of(of(FILE, spec("gone")), of(FILE, spec("a")));
    List<ServiceSpec> declared = List.of(spec("a", "once", true), spec("new"));
    Plan one = Plan.between(existing, declared, FILE, List.of("a"));
    assertThat(one.changed()).hasSize(1);
    assertThat(one.added()).isEmpty();
    assertThat(one.removed()).isEmpty();
    assertThat(Plan.between(existing, declared, FILE, List.of("gone")).removed())
        .containsExactly("gone");
  }

  @Test
  void nothingDeclaredRemovesAllOfTheFile() {
    Plan plan =
        Plan.between(List.of(of(FILE, spec("a")), of("", spec("b"))), List.of(), FILE, List.of());
    assertThat(plan.removed()).containsExactly("a");
  }

  @Test
  void eachFieldSaysWhatItTakes() {
    assertThat(
            changes(
                spec("a", "description", "x", "restart.max", 1),
                spec("a", "instances", 3, "restart.max", 2, "stop.grace", "9s")))
        .containsExactly(
            new FieldChange("instances", "1", "3", ChangeEffect.SCALE),
            new FieldChange("description", "x", null, ChangeEffect.LIVE),
            new FieldChange("restart.max", "1", "2", ChangeEffect.LIVE),
            new FieldChange("stop.grace", "5s", "9s", ChangeEffect.LIVE));
    Plan plan =
        Plan.between(
            List.of(of(FILE, spec("a"))),
            List.of(spec("a", "instances", 2, "cwd", "/tmp", "description", "d")),
            FILE,
            List.of());
    assertThat(plan.changed().getFirst().effect()).isEqualTo(ChangeEffect.RESTART);
  }

  @Test
  void mapsAreComparedByKeyAndSecretsAreMasked() {
    assertThat(
            changes(
                spec("a", "env", Map.of("PORT", "1", "API_TOKEN", "old", "GONE", "x")),
                spec("a", "env", Map.of("PORT", "2", "API_TOKEN", "new", "PASSWORD", ""))))
        .containsExactlyInAnyOrder(
            new FieldChange("env.PORT", "1", "2", ChangeEffect.RESTART),
            new FieldChange("env.API_TOKEN", "******", "******", ChangeEffect.RESTART),
            new FieldChange("env.GONE", "x", null, ChangeEffect.RESTART),
            new FieldChange("env.PASSWORD", null, "", ChangeEffect.RESTART));
  }

  @Test
  void commandsAreShownAsTheyAreTyped() {
    assertThat(changes(spec("a"), spec("a", "command", List.of("sh", "-c", "a b"))))
        .containsExactly(new FieldChange("command", "/bin/a", "sh -c 'a b'", ChangeEffect.RESTART));
  }
}
