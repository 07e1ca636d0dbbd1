package dev.reeve.core.engine;

import static dev.reeve.core.engine.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.engine.Outcome.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeleteTest {
  private final Stage stage = new Stage();

  private Stage delete(String... names) {
    return stage.ask(new Order.Delete(List.of(names)));
  }

  @Test
  void whatDoesNotRunIsGoneAtOnce() {
    stage.define(spec("web"));
    delete("web");
    assertThat(stage.all(Effect.Withdraw.class)).containsExactly(new Effect.Withdraw("web"));
    assertThat(stage.all(Effect.Publish.class)).isEmpty();
    assertThat(stage.all(Effect.Save.class)).hasSize(1);
  }

  @Test
  void whatRunsIsEndedFirst() {
    stage.up(spec("web", "instances", 2));
    delete("web");
    assertThat(stage.views.get("web").desired()).isEqualTo(Desired.GONE);
    stage.dies("web#1");
    assertThat(stage.all(Effect.Withdraw.class)).isEmpty();
    stage.dies("web#2");
    assertThat(stage.all(Effect.Withdraw.class)).hasSize(1);
    stage.startAll("web");
    assertThat(stage.outcomes.getFirst().problem()).isEqualTo(Problem.UNKNOWN);
  }

  @Test
  void whatAServiceThatStaysNeedsIsNotDeleted() {
    stage.define(
        spec("db"),
        spec("api", "depends_on", List.of("db")),
        spec("web", "depends_on", List.of("api")));
    delete("db", "api");
    assertThat(stage.outcomes)
        .containsExactly(
            new Outcome(
                "db",
                Problem.REFUSED,
                "'api' depends on it",
                "delete 'api' too, or remove it from its depends_on"),
            new Outcome(
                "api",
                Problem.REFUSED,
                "'web' depends on it",
                "delete 'web' too, or remove it from its depends_on"));
    assertThat(stage.views).hasSize(3);
    delete("db", "web", "api", "nope");
    assertThat(stage.outcomes).extracting(Outcome::ok).containsExactly(true, true, true, false);
    assertThat(stage.views).isEmpty();
  }

  @Test
  void dependantsEndFirst() {
    stage.up(spec("db"), spec("web", "depends_on", List.of("db")));
    delete("db", "web");
    assertThat(stage.signals()).containsExactly("TERM web#1");
    stage.dies("web#1");
    assertThat(stage.signals()).containsExactly("TERM db#1");
    stage.dies("db#1");
    assertThat(stage.views).isEmpty();
  }

  @Test
  void whatIsBeingDeletedTakesNoOrdersButHurry() {
    stage.up(spec("web"));
    delete("web");
    Outcome refused =
        new Outcome(
            "web", Problem.REFUSED, "it is being deleted", "wait until it is gone, then create it");
    stage.startAll("web");
    assertThat(stage.outcomes).containsExactly(refused);
    stage.restart("web");
    assertThat(stage.outcomes).containsExactly(refused);
    stage.ask(new Order.Enable(List.of("web"), true));
    assertThat(stage.outcomes).containsExactly(refused);
    stage.ask(new Order.Rename("web", "www"));
    assertThat(stage.outcomes).containsExactly(refused);
    stage.define(spec("other", "depends_on", List.of("web")));
    assertThat(stage.outcomes.getFirst().reason())
        .isEqualTo("it depends on 'web', which does not exist");
    delete("web");
    assertThat(stage.outcomes).containsExactly(Outcome.accepted("web"));
    stage.ask(new Order.Stop(Stage.selections("web"), true));
    assertThat(stage.signals()).containsExactly("KILL web#1");
    stage.dies("web#1");
    assertThat(stage.views).isEmpty();
  }

  @Test
  void whatIsDefinedAgainBeforeItIsGoneComesBack() {
    stage.up(spec("web"));
    delete("web");
    stage.start(spec("web", "env.A", "1"));
    assertThat(stage.views.get("web").desired()).isEqualTo(Desired.UP);
    stage.dies("web#1");
    assertThat(stage.spawns()).containsExactly("web#1");
    assertThat(stage.generation("web#1")).isEqualTo(2);
    assertThat(stage.views.get("web").id()).isEqualTo(1);
  }
}
