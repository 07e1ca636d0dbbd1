package dev.reeve.core.engine;

import static dev.reeve.core.engine.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.engine.Outcome.Problem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenameTest {
  private final Stage stage = new Stage();

  private Stage rename(String from, String to) {
    return stage.ask(new Order.Rename(from, to));
  }

  @Test
  void noProcessIsTouchedAndDependantsFollow() {
    stage.up(spec("db"), spec("web", "depends_on", List.of("db")));
    rename("db", "store");
    assertThat(stage.all(Effect.Renamed.class)).containsExactly(new Effect.Renamed("db", "store"));
    assertThat(stage.signals()).isEmpty();
    assertThat(stage.state("store#1")).isEqualTo(State.RUNNING);
    assertThat(stage.views.get("store").id()).isEqualTo(1);
    assertThat(stage.views.get("web").spec().dependsOn()).containsOnlyKeys("store");
    assertThat(stage.views).containsOnlyKeys("store", "web");
    stage.stop("store", "web");
    assertThat(stage.reason("store#1")).isEqualTo("waiting for web to stop");
  }

  @Test
  void newsUnderTheOldNameAreStillUnderstood() {
    stage.up(spec("web", "restart.delay", 0));
    rename("web", "www");
    stage.happens(new Event.Exited(Stage.id("web#1"), 1, new Exit.Code(1), true));
    assertThat(stage.spawns()).containsExactly("www#1");
    stage.happens(new Event.Exited(Stage.id("web#1"), 1, new Exit.Code(1), true));
    assertThat(stage.effects).isEmpty();
  }

  @Test
  void aNewServiceWithTheOldNameIsNotMistakenForIt() {
    stage.up(spec("web", "restart.delay", 0));
    rename("web", "www");
    stage.up(spec("web", "restart.delay", 0));
    stage.happens(new Event.Exited(Stage.id("web#1"), 1, new Exit.Code(1), true));
    assertThat(stage.spawns()).containsExactly("www#1");
    stage.exited("web#1", 1);
    assertThat(stage.spawns()).containsExactly("web#1");
  }

  @Test
  void namesCanBeExchanged() {
    stage.up(spec("blue", "restart.delay", 0), spec("green", "restart.delay", 0));
    rename("blue", "old");
    rename("green", "blue");
    rename("old", "green");
    stage.exited("blue#1", 1);
    assertThat(stage.spawns()).containsExactly("blue#1");
    stage.exited("green#1", 1);
    assertThat(stage.spawns()).containsExactly("green#1");
  }

  @Test
  void timersGoOnUnderTheNewName() {
    stage.up(spec("web")).stop("web").passes(Duration.ofSeconds(2));
    rename("web", "www");
    assertThat(stage.timers)
        .containsOnlyKeys(new TimerKey(Stage.id("www#1"), TimerKey.Kind.GRACE))
        .containsValue(Duration.ofSeconds(3));
    stage.fires("www#1", TimerKey.Kind.GRACE);
    assertThat(stage.signals()).containsExactly("KILL www#1");
  }

  @Test
  void whoWaitsShowsTheNewName() {
    stage.start(spec("db"), spec("web", "depends_on", List.of("db")));
    rename("db", "store");
    assertThat(stage.reason("web#1")).isEqualTo("waiting for store (started)");
    stage.spawned("store#1");
    assertThat(stage.spawns()).containsExactly("web#1");
  }

  @Test
  void aNameThatIsTakenOrNoneIsRefused() {
    stage.define(spec("a"), spec("b"));
    rename("a", "b");
    assertThat(stage.outcomes)
        .containsExactly(
            new Outcome(
                "a", Problem.EXISTS, "there is a service 'b' already", "choose another name"));
    rename("a", "x y");
    assertThat(stage.outcomes.getFirst().reason())
        .isEqualTo(
            "'x y' is not a name: use 1 to 64 letters, digits, '.', '_' and '-', not beginning"
                + " with '-'");
    rename("c", "d");
    assertThat(stage.outcomes.getFirst().problem()).isEqualTo(Problem.UNKNOWN);
  }
}
