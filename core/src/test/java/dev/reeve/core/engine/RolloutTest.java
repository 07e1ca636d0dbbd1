package dev.reeve.core.engine;

import static dev.reeve.core.engine.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.spec.ServiceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Instances that are renewed a few at a time. */
class RolloutTest {
  private final Stage stage = new Stage();

  private static ServiceSpec api(Object... more) {
    List<Object> fields =
        new ArrayList<>(List.of("instances", 3, "rollout", Map.of("delay", "1s")));
    fields.addAll(List.of(more));
    return spec("api", fields.toArray());
  }

  @Test
  void oneFollowsWhenTheOneBeforeIsUp() {
    stage.up(api()).restart("api");
    assertThat(stage.signals()).containsExactly("TERM api#1");
    stage.dies("api#1");
    assertThat(stage.spawns()).containsExactly("api#1");
    stage.spawned("api#1");
    assertThat(stage.signals()).isEmpty();
    assertThat(stage.views.get("api").rollout().orElseThrow().text()).isEqualTo("1 of 3 renewed");
    stage.fires("api#1", TimerKey.Kind.ROLLOUT);
    assertThat(stage.signals()).containsExactly("TERM api#2");
    stage.dies("api#2").spawned("api#2").fires("api#2", TimerKey.Kind.ROLLOUT);
    stage.dies("api#3").spawned("api#3");
    assertThat(stage.journal("rollout-done")).containsExactly("3 of 3 renewed");
    assertThat(stage.views.get("api").rollout()).isEmpty();
    assertThat(stage.timers).isEmpty();
  }

  @Test
  void theNextOneWaitsForReadiness() {
    stage.up(api("ready", "notify"));
    for (String instance : List.of("api#1", "api#2", "api#3")) {
      stage.reports(instance, new Report.Ready());
    }
    stage.restart("api").dies("api#1").spawned("api#1");
    assertThat(stage.timers)
        .doesNotContainKey(new TimerKey(Stage.id("api#1"), TimerKey.Kind.ROLLOUT));
    stage.reports("api#1", new Report.Ready()).fires("api#1", TimerKey.Kind.ROLLOUT);
    assertThat(stage.signals()).containsExactly("TERM api#2");
  }

  @Test
  void theFirstThatDoesNotComeUpEndsItAndTheOthersGoOn() {
    stage.up(api()).restart("api").dies("api#1").spawned("api#1").exited("api#1", 3);
    assertThat(stage.journal("rollout-stopped"))
        .containsExactly(
            "api#1 did not come up: exit code 3, restarting in 1s (attempt 1); api#2, api#3 left"
                + " as they were");
    assertThat(stage.state("api#2")).isEqualTo(State.RUNNING);
    assertThat(stage.generation("api#2")).isEqualTo(1);
    stage.fires("api#1", TimerKey.Kind.BACKOFF).spawned("api#1");
    assertThat(stage.signals()).isEmpty();
  }

  @Test
  void oneThatDiesDuringTheDelayEndsItToo() {
    stage.up(api()).restart("api").dies("api#1").spawned("api#1");
    stage.exited("api#1", 1);
    assertThat(stage.journal("rollout-stopped")).hasSize(1);
  }

  @Test
  void severalMayBeAwayAtATime() {
    stage
        .up(spec("api", "instances", 3, "rollout", Map.of("max_unavailable", 2, "delay", "0s")))
        .restart("api");
    assertThat(stage.signals()).containsExactly("TERM api#1", "TERM api#2");
    stage.dies("api#1").spawned("api#1");
    assertThat(stage.signals()).containsExactly("TERM api#3");
  }

  @Test
  void aChangeThatNeedsARestartIsRolledOut() {
    stage.up(api());
    stage.start(api("env", Map.of("A", "1")));
    assertThat(stage.signals()).containsExactly("TERM api#1");
    assertThat(stage.journal("rollout"))
        .containsExactly("restarted for changes by cli (root), 0 of 3 renewed");
  }

  @Test
  void aStopEndsIt() {
    stage.up(api()).restart("api").stop("api");
    assertThat(stage.signals()).containsExactly("TERM api#2", "TERM api#3");
    stage.dies("api#1").dies("api#2").dies("api#3");
    assertThat(stage.journal("rollout-stopped"))
        .containsExactly("the service is not wanted any more");
    assertThat(stage.state("api#1")).isEqualTo(State.STOPPED);
  }

  private void nextDaemon(Memory.Found... found) {
    stage.restored(stage.memory(false, found));
  }

  @Test
  void theNextDaemonGoesOnWithItWhileAnInstanceIsBeingEnded() {
    stage.up(api()).restart("api");
    nextDaemon(stage.found("api#1"), stage.found("api#2"), stage.found("api#3"));
    assertThat(stage.journal("rollout").getLast())
        .isEqualTo("restarted by cli (root), goes on, 0 of 3 renewed");
    assertThat(stage.signals()).containsExactly("TERM api#1");
    stage.dies("api#1").spawned("api#1").fires("api#1", TimerKey.Kind.ROLLOUT);
    stage.dies("api#2").spawned("api#2").fires("api#2", TimerKey.Kind.ROLLOUT);
    stage.dies("api#3").spawned("api#3");
    assertThat(stage.journal("rollout-done")).containsExactly("3 of 3 renewed");
    assertThat(stage.generation("api#1")).isEqualTo(2);
  }

  @Test
  void theNextDaemonRenewsNobodyTwice() {
    stage.up(api()).restart("api").dies("api#1").spawned("api#1");
    nextDaemon(stage.found("api#1"), stage.found("api#2"), stage.found("api#3"));
    assertThat(stage.signals()).isEmpty();
    assertThat(stage.views.get("api").rollout().orElseThrow().text()).isEqualTo("1 of 3 renewed");
    stage.fires("api#1", TimerKey.Kind.ROLLOUT);
    assertThat(stage.signals()).containsExactly("TERM api#2");
  }

  @Test
  void theNextDaemonWaitsForWhatIsNotUpYet() {
    stage.up(api("ready", "notify"));
    for (String instance : List.of("api#1", "api#2", "api#3")) {
      stage.reports(instance, new Report.Ready());
    }
    stage.restart("api").dies("api#1");
    nextDaemon(stage.found("api#2"), stage.found("api#3"));
    assertThat(stage.spawns()).containsExactly("api#1");
    assertThat(stage.signals()).isEmpty();
    stage.spawned("api#1").reports("api#1", new Report.Ready());
    assertThat(stage.signals()).isEmpty();
    stage.fires("api#1", TimerKey.Kind.ROLLOUT);
    assertThat(stage.signals()).containsExactly("TERM api#2");
  }

  @Test
  void oneThatFailedWhileNoDaemonLivedEndsIt() {
    stage.up(api()).restart("api").dies("api#1").spawned("api#1");
    Memory memory =
        stage.memory(
            false,
            stage.found("api#1", new Exit.Code(3)),
            stage.found("api#2"),
            stage.found("api#3"));
    stage.restored(memory);
    assertThat(stage.journal("rollout-stopped").getLast())
        .startsWith("api#1 did not come up: ")
        .endsWith("; api#2, api#3 left as they were");
    assertThat(stage.signals()).doesNotContain("TERM api#2", "TERM api#3");
    assertThat(stage.views.get("api").rollout()).isEmpty();
  }

  @Test
  void afterABootNothingIsLeftToRenew() {
    stage.up(api()).restart("api");
    stage.restored(stage.memory(true));
    assertThat(stage.spawns()).containsExactly("api#1", "api#2", "api#3");
    assertThat(stage.views.get("api").rollout()).isEmpty();
  }

  @Test
  void withoutTheDeclarationAllAreRestartedAtOnce() {
    stage.up(spec("api", "instances", 3)).restart("api");
    assertThat(stage.signals()).hasSize(3);
  }
}
