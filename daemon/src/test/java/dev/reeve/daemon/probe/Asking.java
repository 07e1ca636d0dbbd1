package dev.reeve.daemon.probe;

import dev.reeve.core.spec.Probe;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks one question and waits for its answer. */
final class Asking {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Asking() {}

  static Answer ask(Probe probe) {
    return ask(Question.of(probe), PATIENCE);
  }

  static Answer ask(Question question, Duration timeout) {
    try (Prober prober =
        new Prober(text -> {
          throw new IOException("is not YAML");
        })) {
      return ask(prober, question, timeout);
    }
  }

  static Answer ask(Prober prober, Question question, Duration timeout) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    prober.ask(question, timeout, answer::complete);
    return answer.orTimeout(60, TimeUnit.SECONDS).join();
  }
}
