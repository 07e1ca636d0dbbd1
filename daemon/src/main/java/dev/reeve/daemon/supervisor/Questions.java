package dev.reeve.daemon.supervisor;

import dev.reeve.config.YamlTree;
import dev.reeve.core.engine.Effect;
import dev.reeve.core.engine.Event;
import dev.reeve.core.spec.Probe;
import dev.reeve.daemon.probe.Answer;
import dev.reeve.daemon.probe.Prober;
import dev.reeve.daemon.probe.Question;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Has the questions of the engine answered. Used by the loop, which never waits for an answer. */
final class Questions implements AutoCloseable {
  private final Output output;
  private final Consumer<Event> events;
  private final Consumer<Runnable> later;
  private final Prober prober = new Prober(text -> YamlTree.read(Path.of("document"), text));

  /**
   * @param events takes answers, on the thread of the loop
   * @param later has something run on the thread of the loop; from any thread
   */
  Questions(Output output, Consumer<Event> events, Consumer<Runnable> later) {
    this.output = output;
    this.events = events;
    this.later = later;
  }

  /**
   * Asks the world.
   *
   * @param since when the process was started whose output is searched
   */
  void ask(Effect.Ask ask, Optional<Instant> since) {
    Question question =
        ask.probe() instanceof Probe.Log
            ? new Question(
                ask.probe(),
                output.sources(ask.spec(), ask.id().number(), ""),
                since.orElse(Instant.EPOCH))
            : Question.of(ask.probe());
    prober.ask(question, ask.timeout(), answer -> later.accept(() -> answered(ask, answer)));
  }

  void answered(Effect.Ask ask, Answer answer) {
    events.accept(
        new Event.Answered(ask.id(), ask.generation(), ask.serial(), answer.ok(), answer.detail()));
  }

  /** Has something done on the thread of the loop after a time. */
  void after(Duration time, Runnable work) {
    Thread.ofVirtual()
        .name("reeve-limit")
        .start(() -> {
          try {
            Thread.sleep(time);
            later.accept(work);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Override
  public void close() {
    prober.close();
  }
}
