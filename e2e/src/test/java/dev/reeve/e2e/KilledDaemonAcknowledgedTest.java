package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The daemon is killed while many commands change things: what was acknowledged is remembered. */
@EndToEnd
class KilledDaemonAcknowledgedTest {
  private static final int KILLS = 3;

  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();

  /** A value that grows. What was not acknowledged may have been done: only the answer got lost. */
  private static final class Value {
    private int tried;
    private int acknowledged;

    void isRemembered(int seen) {
      assertThat(seen).isBetween(acknowledged, tried);
      assertThat(acknowledged).isPositive();
    }
  }

  @Test
  void everyAcknowledgedCommandIsRememberedByTheNextDaemon(Reeve reeve) throws Exception {
    reeve.sleeper("described").sleeper("limited").sleeper("switched");
    Value description = new Value();
    Value limit = new Value();
    Set<String> created = ConcurrentHashMap.newKeySet();
    Set<String> deleted = ConcurrentHashMap.newKeySet();
    AtomicBoolean clear = new AtomicBoolean();
    AtomicBoolean up = new AtomicBoolean(true);
    try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> work = new ArrayList<>();
      work.add(
          people.submit(repeating(i -> set(reeve, description, i, "described", "--description"))));
      work.add(people.submit(repeating(i -> set(reeve, limit, i, "limited", "--max-restarts"))));
      work.add(
          people.submit(
              repeating(i -> {
                boolean wanted = i % 2 == 0;
                up.set(wanted);
                clear.set(done(reeve, wanted ? "start" : "stop", "switched"));
              })));
      work.add(
          people.submit(
              repeating(i -> {
                String name = "new-" + i;
                if (done(reeve, "start", "--name", name, "--once", "--", "true")) {
                  // If this is not acknowledged, both is right.
                  if (i % 2 == 0) {
                    created.add(name);
                  } else if (done(reeve, "delete", name)) {
                    deleted.add(name);
                  }
                }
              })));
      DaemonKiller killer = new DaemonKiller(reeve);
      for (int i = 0; i < KILLS; i++) {
        Procs.Proc daemon = killer.found();
        int before = acknowledged.get();
        Until.isTrue("commands are answered", () -> acknowledged.get() > before + 4);
        DaemonKiller.kill(daemon);
      }
      over.set(true);
      for (Future<?> each : work) {
        each.get();
      }
      killer.kill(); // right after the last answer
    }

    Set<String> names =
        reeve.run("list", "--json").ok().json().items().stream()
            .map(service -> service.get("name").text())
            .collect(Collectors.toSet());
    assertThat(names).containsAll(created).doesNotContainAnyElementsOf(deleted);
    description.isRemembered(Integer.parseInt(declared(reeve, "described", "description").text()));
    limit.isRemembered(declared(reeve, "limited", "restart").get("max").number());
    if (clear.get()) {
      String desired =
          reeve.run("info", "switched", "--json").ok().json().at(0).get("desired").text();
      assertThat(desired).isEqualTo(up.get() ? "up" : "down");
    }
  }

  /** A person who goes on until the last kill has been done. */
  private Runnable repeating(IntConsumer command) {
    return () -> {
      for (int i = 1; !over.get(); i++) {
        command.accept(i);
      }
    };
  }

  private void set(Reeve reeve, Value value, int i, String service, String option) {
    value.tried = i;
    if (done(reeve, "update", service, option, Integer.toString(i))) {
      value.acknowledged = i;
    }
  }

  private boolean done(Reeve reeve, String... words) {
    boolean done = reeve.run(words).exit() == 0;
    if (done) {
      acknowledged.incrementAndGet();
    }
    return done;
  }

  private static Json declared(Reeve reeve, String service, String field) {
    return reeve.run("info", service, "--json").ok().json().at(0).get("declared").get(field);
  }
}
