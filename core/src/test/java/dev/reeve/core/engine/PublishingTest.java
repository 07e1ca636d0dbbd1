package dev.reeve.core.engine;

import static dev.reeve.core.engine.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.spec.ServiceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PublishingTest {
  private final Stage stage = new Stage();

  @Test
  void aServiceIsPublishedOnceHoweverMuchChanged() {
    stage.up(spec("web", "instances", 3)).restart("web");
    assertThat(stage.all(Effect.Publish.class)).hasSize(1);
    assertThat(stage.views.get("web").instances()).hasSize(3);
  }

  @Test
  void whatTouchesProcessesComesFirstAndTheAnswerLast() {
    stage.up(spec("db"), spec("web", "depends_on", List.of("db"), "restart.delay", 0));
    stage.restart("db", "web");
    List<String> kinds =
        stage.effects.stream().map(effect -> effect.getClass().getSimpleName()).toList();
    assertThat(kinds)
        .containsExactly(
            "Signal", "StartTimer", "Journal", "Journal", "Publish", "Publish", "Save", "Answer");
  }

  @Test
  void aServiceThatDidNotChangeIsNotPublished() {
    stage.up(spec("a"), spec("b")).exited("a#1", 1);
    assertThat(stage.all(Effect.Publish.class))
        .extracting(publish -> publish.view().name())
        .containsExactly("a");
  }

  @Test
  void theJournalSaysWhoAskedAndWhatTheEngineDidByItself() {
    stage.up(spec("web")).stop("web").dies("web#1");
    assertThat(stage.journal)
        .extracting(entry -> entry.event() + " by " + entry.by())
        .containsExactly(
            "created by cli (root)",
            "started by ",
            "stopping by cli (root)",
            "exited by ",
            "stopped by ");
    assertThat(stage.journal.get(1).detail()).containsOnlyKeys("pid", "generation");
  }

  @Test
  void theSameEventsGiveTheSameEffects() {
    assertThat(story()).isEqualTo(story());
  }

  private static List<Effect> story() {
    Stage stage = new Stage();
    List<Effect> all = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(7);
    ServiceSpec[] specs = new ServiceSpec[20];
    for (int i = 0; i < specs.length; i++) {
      specs[i] =
          i == 0 ? spec("s0") : spec("s" + i, "depends_on", List.of("s" + random.nextInt(i)));
    }
    stage.up(specs);
    for (int i = 0; i < specs.length; i++) {
      stage.exited("s" + random.nextInt(specs.length) + "#1", 1);
      all.addAll(stage.effects);
    }
    stage.stop(stage.views.keySet().toArray(new String[0]));
    all.addAll(stage.effects);
    return all;
  }

  @Test
  void everyOrderIsAnsweredOnce() {
    stage.up(spec("web"));
    List<Order> orders =
        List.of(
            new Order.Define(List.of(), Order.Existing.REPLACE, true, true),
            new Order.Start(List.of()),
            new Order.Stop(Stage.selections("nope"), false),
            new Order.Restart(Stage.selections("web")),
            new Order.Reload(Stage.selections("nope")),
            new Order.Signal(Stage.selections("nope"), "HUP"),
            new Order.Enable(List.of("nope"), true),
            new Order.Rename("nope", "nope2"),
            new Order.Delete(List.of("nope")),
            new Order.Pause(List.of(Selection.all("web")), true),
            new Order.Resurrect(),
            new Order.Shutdown(true),
            new Order.Start(Stage.selections("web")));
    for (Order order : orders) {
      stage.ask(order);
      assertThat(stage.all(Effect.Answer.class)).as(order.toString()).hasSize(1);
    }
  }
}
