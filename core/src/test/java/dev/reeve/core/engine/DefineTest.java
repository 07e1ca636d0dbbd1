package dev.reeve.core.engine;

import static dev.reeve.core.engine.Specs.job;
import static dev.reeve.core.engine.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.engine.Outcome.Problem;
import dev.reeve.core.spec.ServiceSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefineTest {
  private final Stage stage = new Stage();

  private Stage change(boolean start, boolean restart, ServiceSpec... specs) {
    return stage.ask(new Order.Define(List.of(specs), Order.Existing.REPLACE, start, restart));
  }

  @Test
  void newServicesGetIdsInOrderAndKeepThem() {
    stage.define(spec("b"), spec("a")).define(spec("c"));
    assertThat(stage.views.values()).extracting(ServiceView::id).containsExactly(1, 2, 3);
    stage.ask(new Order.Delete(List.of("c"))).define(spec("d"));
    assertThat(stage.views.get("d").id()).isEqualTo(4);
    assertThat(stage.engine.nextId()).isEqualTo(5);
  }

  @Test
  void withoutAStartTheyStayDown() {
    stage.define(spec("web"));
    assertThat(stage.spawns()).isEmpty();
    assertThat(stage.views.get("web").desired()).isEqualTo(Desired.DOWN);
    assertThat(stage.state("web#1")).isEqualTo(State.STOPPED);
    assertThat(stage.reason("web#1")).isEqualTo("not started yet");
  }

  @Test
  void anUnknownDependencyRefusesAllOfIt() {
    stage.start(spec("a"), spec("web", "depends_on", List.of("dbb")), spec("db"));
    assertThat(stage.outcomes)
        .containsExactly(
            new Outcome(
                "web",
                Problem.REFUSED,
                "it depends on 'dbb', which does not exist; did you mean 'db'?",
                "create 'dbb' first or together with it, or remove it from depends_on"));
    assertThat(stage.views).isEmpty();
    assertThat(stage.engine.nextId()).isEqualTo(1);
  }

  @Test
  void aCycleRefusesAllOfItAndIsShown() {
    stage.define(spec("a"), spec("b", "depends_on", List.of("a")));
    change(true, true, spec("a", "depends_on", List.of("b")), spec("c"));
    assertThat(stage.outcomes)
        .containsExactly(
            new Outcome(
                "a",
                Problem.REFUSED,
                "its dependencies form a cycle: a -> b -> a",
                "remove one of these from depends_on"));
    assertThat(stage.views).containsOnlyKeys("a", "b");
    change(true, true, spec("c", "depends_on", List.of("c")));
    assertThat(stage.outcomes.getFirst().reason())
        .isEqualTo("its dependencies form a cycle: c -> c");
  }

  @Test
  void onlyAOneShotCanBeWaitedForToComplete() {
    stage.define(spec("db"), spec("web", "depends_on", Map.of("db", "completed")));
    assertThat(stage.outcomes)
        .containsExactly(
            new Outcome(
                "web",
                Problem.REFUSED,
                "it waits for 'db' to complete, which is not a one-shot",
                "set 'once: true' for 'db', or wait for 'started'"));
    stage.define(job("db"), spec("web", "depends_on", Map.of("db", "completed")));
    assertThat(stage.outcomes).allMatch(Outcome::ok);
    stage.define(spec("db"));
    assertThat(stage.outcomes)
        .containsExactly(
            new Outcome(
                "db",
                Problem.REFUSED,
                "'web' waits for it to complete, so it must stay a one-shot",
                "change depends_on of 'web' together with it"));
  }

  @Test
  void existingNamesCanBeRefused() {
    stage.define(spec("a"));
    stage.ask(new Order.Define(List.of(spec("a"), spec("b")), Order.Existing.REFUSE, true, true));
    assertThat(stage.outcomes)
        .containsExactly(
            new Outcome(
                "a",
                Problem.EXISTS,
                "there is a service of this name already",
                "choose another name, or change the existing one with 'reeve update a'"));
    assertThat(stage.views).containsOnlyKeys("a");
  }

  @Test
  void aNameCanBeDeclaredOnlyOnce() {
    stage.define(spec("a"), spec("a"));
    assertThat(stage.outcomes)
        .containsExactly(
            new Outcome(
                "a", Problem.REFUSED, "it is declared twice", "remove or rename one of the two"));
  }

  @Test
  void theSameSpecAgainTouchesNothing() {
    stage.up(spec("web"));
    stage.start(spec("web"));
    assertThat(stage.effects).hasSize(1).allMatch(Effect.Answer.class::isInstance);
  }

  @Test
  void aChangeThatHoldsAtOnceTouchesNoProcess() {
    stage.up(spec("web"));
    change(false, true, spec("web", "restart.delay", 0, "description", "new"));
    assertThat(stage.signals()).isEmpty();
    assertThat(stage.journal.getLast().detail())
        .containsEntry("fields", "description restart.delay");
    stage.exited("web#1", 1);
    assertThat(stage.spawns()).containsExactly("web#1");
  }

  @Test
  void aChangeThatNeedsARestartRestarts() {
    stage.up(spec("web"));
    change(false, true, spec("web", "env.A", "1"));
    assertThat(stage.signals()).containsExactly("TERM web#1");
    assertThat(stage.reason("web#1")).isEqualTo("restarted for changes by cli (root)");
    stage.dies("web#1");
    assertThat(stage.all(Effect.Spawn.class).getFirst().spec().environment().variables())
        .containsEntry("A", "1");
  }

  @Test
  void orItWaitsForTheNextStart() {
    stage.up(spec("web", "restart.delay", 0));
    change(false, false, spec("web", "env.A", "1", "restart.delay", 0));
    assertThat(stage.signals()).isEmpty();
    stage.exited("web#1", 1);
    assertThat(stage.all(Effect.Spawn.class).getFirst().spec().environment().variables())
        .containsEntry("A", "1");
  }

  @Test
  void whatIsDownStaysDownWhenItIsChanged() {
    stage.define(spec("web"));
    change(false, true, spec("web", "env.A", "1"));
    assertThat(stage.spawns()).isEmpty();
  }

  @Test
  void scalingUpAddsAndScalingDownEndsTheHighest() {
    stage.up(spec("web", "instances", 2));
    change(false, true, spec("web", "instances", 4));
    assertThat(stage.spawns()).containsExactly("web#3", "web#4");
    stage.settleSpawns();
    change(false, true, spec("web", "instances", 1));
    assertThat(stage.signals()).containsExactly("TERM web#4", "TERM web#3", "TERM web#2");
    assertThat(stage.view("web#4").desired()).isEqualTo(Desired.GONE);
    stage.dies("web#3").dies("web#2").dies("web#4");
    assertThat(stage.views.get("web").instances()).hasSize(1);
    assertThat(stage.state("web#1")).isEqualTo(State.RUNNING);
    assertThat(stage.generation("web#1")).isEqualTo(1);
  }

  @Test
  void aSurplusInstanceThatIsWantedAgainIsStartedWhenItHasEnded() {
    stage.up(spec("web", "instances", 2));
    change(false, true, spec("web", "instances", 1));
    change(false, true, spec("web", "instances", 2));
    assertThat(stage.view("web#2").desired()).isEqualTo(Desired.UP);
    stage.dies("web#2");
    assertThat(stage.spawns()).containsExactly("web#2");
    assertThat(stage.generation("web#2")).isEqualTo(2);
  }

  @Test
  void aRemovedInstanceNeverUsesAGenerationAgain() {
    stage.up(spec("web", "instances", 2, "restart.delay", 0));
    stage.exited("web#2", 1).spawned("web#2");
    change(false, true, spec("web", "instances", 1, "restart.delay", 0));
    stage.dies("web#2");
    change(false, true, spec("web", "instances", 2, "restart.delay", 0));
    assertThat(stage.all(Effect.Spawn.class).getFirst().generation()).isEqualTo(3);
  }

  @Test
  void whoWaitsFollowsItsNewDependencies() {
    stage.start(job("slow"), spec("web", "depends_on", Map.of("slow", "completed")));
    change(false, true, spec("web"));
    assertThat(stage.spawns()).containsExactly("web#1");
  }

  @Test
  void dependenciesAndDependantsMayComeInAnyOrder() {
    stage.start(spec("web", "depends_on", List.of("db")), spec("db"));
    assertThat(stage.spawns()).containsExactly("db#1");
    stage.spawned("db#1");
    assertThat(stage.spawns()).containsExactly("web#1");
  }

  @Test
  void enablingChangesTheSpecOnly() {
    stage.up(spec("web")).ask(new Order.Enable(List.of("web", "nope"), false));
    assertThat(stage.views.get("web").spec().enabled()).isFalse();
    assertThat(stage.outcomes).extracting(Outcome::ok).containsExactly(true, false);
    assertThat(stage.all(Effect.Save.class)).hasSize(1);
    assertThat(stage.signals()).isEmpty();
  }
}
