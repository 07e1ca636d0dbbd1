package dev.reeve.core.engine;

import static dev.reeve.core.engine.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whether running instances do their work, and what follows if not. */
class HealthTest {
  private final Stage stage = new Stage();

  private Health health() {
    return stage.view("x#1").health();
  }

  @Test
  void itIsAskedForAtOnceAndThenAtEachInterval() {
    stage.up(spec("x", "health", Map.of("http", "http://127.0.0.1:80/", "interval", "7s")));
    assertThat(health()).isEqualTo(Health.UNKNOWN);
    assertThat(stage.questions()).containsExactly("http http://127.0.0.1:80/");
    stage.answers(true, "HTTP 200");
    assertThat(health()).isEqualTo(Health.HEALTHY);
    assertThat(stage.timers)
        .containsEntry(new TimerKey(Stage.id("x#1"), TimerKey.Kind.PROBE), Duration.ofSeconds(7));
    assertThat(stage.journal("healthy")).containsExactly("HTTP 200");
  }

  @Test
  void onlyFailuresInARowMakeItUnhealthy() {
    stage.up(spec("x", "health", Map.of("tcp", ":80", "failures", 2))).answers(true, "");
    stage.asksAgain("x#1", false, "refused").asksAgain("x#1", true, "");
    stage.asksAgain("x#1", false, "refused");
    assertThat(health()).isEqualTo(Health.HEALTHY);
    stage.asksAgain("x#1", false, "refused");
    assertThat(health()).isEqualTo(Health.UNHEALTHY);
    assertThat(stage.state("x#1")).isEqualTo(State.RUNNING);
    assertThat(stage.journal("unhealthy")).containsExactly("refused");
    assertThat(stage.view("x#1").troubles()).containsExactly("unhealthy: refused");
    stage.asksAgain("x#1", false, "no route");
    assertThat(stage.view("x#1").troubles()).containsExactly("unhealthy: no route");
    stage.asksAgain("x#1", true, "");
    assertThat(health()).isEqualTo(Health.HEALTHY);
    assertThat(stage.view("x#1").troubles()).isEmpty();
  }

  @Test
  void anUnhealthyOneIsRestartedIfDeclaredSo() {
    stage
        .up(spec("x", "health", Map.of("tcp", ":80", "failures", 1, "restart", true)))
        .answers(false, "refused");
    assertThat(stage.signals()).containsExactly("TERM x#1");
    assertThat(stage.reason("x#1")).isEqualTo("unhealthy (refused)");
    stage.dies("x#1");
    assertThat(stage.reason("x#1")).isEqualTo("unhealthy (refused), restarting in 1s (attempt 1)");
    stage.fires("x#1", TimerKey.Kind.BACKOFF).spawned("x#1");
    assertThat(stage.reason("x#1")).isEqualTo("restarted (unhealthy (refused))");
    assertThat(health()).isEqualTo(Health.UNKNOWN);
    assertThat(stage.questions()).hasSize(1);
  }

  @Test
  void failuresInTheStartPeriodDoNotCount() {
    stage
        .up(
            spec(
                "x",
                "health",
                Map.of("tcp", ":80", "failures", 1, "start_period", "8s", "interval", "5s")))
        .answers(false, "refused");
    stage.asksAgain("x#1", false, "refused");
    assertThat(health()).isEqualTo(Health.UNKNOWN);
    stage.asksAgain("x#1", false, "refused");
    assertThat(health()).isEqualTo(Health.UNHEALTHY);
  }

  @Test
  void whoReportsItselfIsUnhealthyWhenItFallsSilent() {
    stage.up(spec("x", "health", Map.of("push", true, "failures", 2)));
    assertThat(stage.questions()).isEmpty();
    stage.reports("x#1", new Report.Healthy(true, ""));
    assertThat(health()).isEqualTo(Health.HEALTHY);
    stage.fires("x#1", TimerKey.Kind.PROBE);
    assertThat(health()).isEqualTo(Health.HEALTHY);
    stage.fires("x#1", TimerKey.Kind.PROBE);
    assertThat(health()).isEqualTo(Health.UNHEALTHY);
    assertThat(stage.journal("unhealthy")).containsExactly("no report within 8s");
    stage.reports("x#1", new Report.Healthy(true, ""));
    assertThat(health()).isEqualTo(Health.HEALTHY);
  }

  @Test
  void aDependantWaitsForHealth() {
    stage.up(spec("db", "health", "tcp::80"), spec("web", "depends_on", Map.of("db", "healthy")));
    assertThat(stage.state("db#1")).isEqualTo(State.RUNNING);
    assertThat(stage.reason("web#1")).isEqualTo("waiting for db (healthy)");
    stage.start(spec("db", "health", "tcp::81"));
    stage.answers(true, "");
    assertThat(stage.spawns()).containsExactly("web#1");
  }

  @Test
  void nobodyCanWaitForAHealthThatIsNotDeclared() {
    stage.start(spec("db"), spec("web", "depends_on", Map.of("db", "healthy")));
    assertThat(stage.outcomes)
        .extracting(Outcome::reason)
        .containsExactly("it waits for 'db' to be healthy, which declares no health");
    stage.up(spec("db", "health", "push"), spec("web", "depends_on", Map.of("db", "healthy")));
    stage.start(spec("db"));
    assertThat(stage.outcomes)
        .extracting(Outcome::reason)
        .containsExactly("'web' waits for it to be healthy, so it must declare its health");
  }

  @Test
  void aChangedDeclarationHoldsAtOnceWithoutARestart() {
    stage.up(spec("x", "health", "tcp::80")).answers(true, "");
    stage.start(spec("x", "health", "tcp::81"));
    assertThat(stage.questions()).containsExactly("tcp 127.0.0.1:81");
    assertThat(health()).isEqualTo(Health.UNKNOWN);
    stage.start(spec("x"));
    assertThat(stage.timers).isEmpty();
  }

  @Test
  void whoDoesNotFeedItsWatchdogIsRestarted() {
    stage.up(spec("x", "watchdog", "10s"));
    stage.passes(Duration.ofSeconds(9)).reports("x#1", new Report.Alive());
    stage.fires("x#1", TimerKey.Kind.WATCHDOG);
    assertThat(stage.signals()).containsExactly("TERM x#1");
    stage.dies("x#1");
    assertThat(stage.reason("x#1"))
        .isEqualTo("no sign of life within 10s (watchdog), restarting in 1s (attempt 1)");
  }

  @Test
  void whoeverIsBeingEndedIsNotLookedAfter() {
    stage.up(spec("x", "health", "tcp::80", "watchdog", "10s")).stop("x");
    stage.reports("x#1", new Report.Alive()).reports("x#1", new Report.Healthy(false, ""));
    assertThat(stage.timers.keySet())
        .extracting(TimerKey::kind)
        .containsExactly(TimerKey.Kind.GRACE);
  }
}
