package dev.reeve.core.engine;

import static dev.reeve.core.engine.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.engine.Outcome.Problem;
import dev.reeve.core.spec.ServiceSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApplyTest {
  private final Stage stage = new Stage();

  private Stage apply(List<String> removals, ServiceSpec... specs) {
    return stage.ask(new Order.Apply(List.of(specs), removals, Map.of(), true));
  }

  private void run(String... services) {
    for (String service : services) {
      stage.start(spec(service)).spawned(service + "#1");
    }
  }

  @Test
  void newOnesStartChangedOnesRestartAndRemovedOnesEndInOneStep() {
    run("api", "old");
    apply(List.of("old"), spec("web"), spec("api", "env", Map.of("A", "1")));
    assertThat(stage.outcomes).allMatch(Outcome::ok).hasSize(3);
    assertThat(stage.spawns()).containsExactly("web#1");
    assertThat(stage.state("api#1")).isEqualTo(State.STOPPING);
    assertThat(stage.views.get("old").desired()).isEqualTo(Desired.GONE);
    stage.exited("old#1", 0);
    assertThat(stage.views).doesNotContainKey("old");
  }

  @Test
  void aStoppedServiceStaysStoppedAndALiveChangeTouchesNothing() {
    run("api", "idle");
    stage.stop("idle").exited("idle#1", 0);
    apply(
        List.of(),
        spec("idle", "env", Map.of("A", "1")),
        spec("api", "description", "answers requests"));
    assertThat(stage.spawns()).isEmpty();
    assertThat(stage.state("idle#1")).isEqualTo(State.STOPPED);
    assertThat(stage.state("api#1")).isEqualTo(State.RUNNING);
  }

  @Test
  void oneRefusalRefusesAllOfIt() {
    run("db", "old");
    stage.start(spec("api", "depends_on", List.of("db"))).spawned("api#1");
    apply(List.of("old", "db"), spec("web"));
    assertThat(stage.outcomes)
        .containsExactly(
            new Outcome(
                "db",
                Problem.REFUSED,
                "'api' depends on it",
                "keep 'db', or remove it from depends_on of 'api'"));
    assertThat(stage.views.keySet()).containsExactlyInAnyOrder("db", "old", "api");
    assertThat(stage.state("old#1")).isEqualTo(State.RUNNING);
    apply(List.of("old"), spec("web", "depends_on", List.of("nobody")));
    assertThat(stage.outcomes).extracting(Outcome::ok).containsExactly(false);
    assertThat(stage.state("old#1")).isEqualTo(State.RUNNING);
  }

  @Test
  void whatIsNoLongerNeededInTheSameStepMayGo() {
    run("db");
    stage.start(spec("api", "depends_on", List.of("db"))).spawned("api#1");
    apply(List.of("db"), spec("api"));
    assertThat(stage.outcomes).allMatch(Outcome::ok);
    assertThat(stage.views.get("db").desired()).isEqualTo(Desired.GONE);
    stage.start(spec("x")).spawned("x#1");
    apply(List.of("x"), spec("y", "depends_on", List.of("x")));
    assertThat(stage.outcomes).extracting(Outcome::reason).containsExactly("'y' depends on it");
  }

  @Test
  void whatIsRestartedWaitsForTheEndOfARemovedDependant() {
    run("db");
    stage.start(spec("api", "depends_on", List.of("db"))).spawned("api#1");
    apply(List.of("api"), spec("db", "env", Map.of("A", "1")));
    assertThat(stage.all(Effect.Signal.class))
        .extracting(signal -> signal.id().toString())
        .containsExactly("api#1");
    stage.exited("api#1", 0);
    assertThat(stage.all(Effect.Signal.class))
        .extracting(signal -> signal.id().toString())
        .containsExactly("db#1");
  }

  @Test
  void theFileOfAServiceIsKeptUntilAnotherOneDeclaresIt() {
    stage.ask(
        new Order.Define(
            List.of(spec("api")), Order.Existing.REPLACE, true, true, Map.of("api", "/a.yaml")));
    assertThat(stage.views.get("api").source()).isEqualTo("/a.yaml");
    stage.start(spec("api", "description", "changed by hand"));
    assertThat(stage.views.get("api").source()).isEqualTo("/a.yaml");
    stage.ask(new Order.Rename("api", "web"));
    assertThat(stage.views.get("web").source()).isEqualTo("/a.yaml");
    stage.ask(new Order.Apply(List.of(), List.of(), Map.of("web", "/b.yaml"), true));
    assertThat(stage.views.get("web").source()).isEqualTo("/b.yaml");
  }
}
