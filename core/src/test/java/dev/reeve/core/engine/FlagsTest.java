package dev.reeve.core.engine;

import static dev.reeve.core.engine.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Notes that people pin to services. */
class FlagsTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final Stage stage = new Stage();

  private Stage flag(Duration ttl, String service, String... flags) {
    return stage.ask(new Order.Flag(List.of(service), List.of(flags), ttl));
  }

  private List<String> flags(String service) {
    return stage.views.get(service).flags().stream().map(UserFlag::name).toList();
  }

  @Test
  void aFlagIsShownKeptAndJournalledWithWhoSetIt() {
    stage.up(spec("x"));
    flag(null, "x", "hold", "a.b_c:d-1");
    assertThat(stage.outcomes).containsExactly(Outcome.accepted("x"));
    assertThat(stage.views.get("x").flags())
        .containsExactly(
            new UserFlag("a.b_c:d-1", null, "cli (root)"),
            new UserFlag("hold", null, "cli (root)"));
    assertThat(stage.all(Effect.Save.class)).hasSize(1);
    assertThat(stage.journal("flagged")).containsExactly("flagged hold, a.b_c:d-1 by cli (root)");
    assertThat(stage.timers).isEmpty();
    assertThat(stage.state("x#1")).isEqualTo(State.RUNNING);
  }

  @Test
  void aFlagIsTakenOff() {
    stage.up(spec("x"));
    flag(null, "x", "hold", "stay");
    stage.ask(new Order.Unflag(List.of("x"), List.of("hold", "nothing")));
    assertThat(flags("x")).containsExactly("stay");
    assertThat(stage.journal("unflagged")).containsExactly("flag hold removed by cli (root)");
    stage.ask(new Order.Unflag(List.of("x"), List.of("hold")));
    assertThat(stage.outcomes).containsExactly(Outcome.accepted("x"));
    assertThat(stage.journal("unflagged")).as("it was gone").hasSize(1);
    assertThat(stage.all(Effect.Save.class)).isEmpty();
  }

  @Test
  void aFlagGoesWhenItHasHadItsTime() {
    stage.up(spec("x"));
    flag(Duration.ofMinutes(5), "x", "short");
    flag(Duration.ofMinutes(8), "x", "long");
    flag(null, "x", "stays");
    stage.fires("x#1", TimerKey.Kind.FLAGS);
    assertThat(flags("x")).containsExactly("long", "stays");
    assertThat(stage.journal("flag-expired")).containsExactly("flag short has had its time");
    assertThat(stage.all(Effect.Save.class)).hasSize(1);
    stage.fires("x#1", TimerKey.Kind.FLAGS);
    assertThat(flags("x")).containsExactly("stays");
    assertThat(stage.timers).isEmpty();
  }

  @Test
  void aLongTimeIsLookedAtNowAndThenSinceClocksAreSet() {
    stage.up(spec("x"));
    flag(HOUR, "x", "hold");
    assertThat(stage.timers.values()).containsExactly(Duration.ofMinutes(10));
    stage.fires("x#1", TimerKey.Kind.FLAGS);
    assertThat(flags("x")).containsExactly("hold");
    assertThat(stage.timers.values()).containsExactly(Duration.ofMinutes(10));
  }

  @Test
  void aFlagThatIsThereGetsTheNewTime() {
    stage.up(spec("x"));
    flag(Duration.ofMinutes(5), "x", "hold");
    flag(null, "x", "hold");
    assertThat(stage.timers).isEmpty();
    assertThat(flags("x")).containsExactly("hold");
  }

  @Test
  void flagsOutliveTheDaemonAndGoWhileNoneRuns() {
    stage.up(spec("x"));
    flag(HOUR, "x", "hour");
    flag(HOUR.multipliedBy(3), "x", "three");
    flag(null, "x", "ever");
    stage.passes(HOUR.multipliedBy(2));
    stage.restored(stage.memory(false, stage.found("x#1")));
    assertThat(flags("x")).containsExactly("ever", "three");
    assertThat(stage.journal("flag-expired")).containsExactly("flag hour has had its time");
    assertThat(stage.timers)
        .containsOnlyKeys(new TimerKey(new InstanceId("x", 1), TimerKey.Kind.FLAGS));
  }

  @Test
  void flagsGoWithTheNameAndTheTimer() {
    stage.up(spec("x"));
    flag(Duration.ofMinutes(5), "x", "hold");
    stage.ask(new Order.Rename("x", "y"));
    assertThat(flags("y")).containsExactly("hold");
    stage.fires("y#1", TimerKey.Kind.FLAGS);
    assertThat(flags("y")).isEmpty();
  }

  @Test
  void aDeletedServiceLeavesNoTimerAndItsSuccessorHasNoFlags() {
    stage.up(spec("x"));
    flag(HOUR, "x", "hold");
    stage.ask(new Order.Delete(List.of("x")));
    stage.dies("x#1");
    assertThat(stage.timers).isEmpty();
    stage.up(spec("x"));
    assertThat(flags("x")).isEmpty();
  }

  @Test
  void flagsStayWhenAServiceIsDeclaredAnewStoppedOrFails() {
    stage.up(spec("x"));
    flag(HOUR, "x", "hold");
    stage.define(spec("x", "instances", 2));
    stage.stop("x");
    assertThat(flags("x")).containsExactly("hold");
    assertThat(stage.timers).isNotEmpty();
  }

  @Test
  void whatCannotBeAFlagIsRefused() {
    stage.up(spec("x"));
    for (String bad : List.of("", "a b", "A", "-x", "a\n", "ä", "x".repeat(51), "\033[31m")) {
      flag(null, "x", "good", bad);
      assertThat(stage.outcomes.getFirst().ok()).as(bad).isFalse();
    }
    assertThat(flags("x")).isEmpty();
    flag(null, "x", "x".repeat(50));
    assertThat(flags("x")).hasSize(1);
  }

  @Test
  void aServiceHasAHundredFlagsAtMost() {
    stage.up(spec("x"));
    flag(null, "x", IntStream.range(0, 100).mapToObj(i -> "f" + i).toArray(String[]::new));
    flag(null, "x", "f7");
    assertThat(stage.outcomes.getFirst().ok()).as("it is there").isTrue();
    flag(null, "x", "more");
    assertThat(stage.outcomes.getFirst().reason()).isEqualTo("it would have more than 100 flags");
    assertThat(flags("x")).hasSize(100);
  }

  @Test
  void aServiceThatThereIsNotIsNamed() {
    stage.up(spec("x"));
    flag(null, "xx", "hold");
    assertThat(stage.outcomes.getFirst().problem()).isEqualTo(Outcome.Problem.UNKNOWN);
    stage.ask(new Order.Unflag(List.of("xx"), List.of("hold")));
    assertThat(stage.outcomes.getFirst().problem()).isEqualTo(Outcome.Problem.UNKNOWN);
  }
}
