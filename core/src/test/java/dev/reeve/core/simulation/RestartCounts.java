package dev.reeve.core.simulation;

import dev.reeve.core.engine.Effect;
import dev.reeve.core.engine.Event;
import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.Now;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.core.spec.RestartLimit;
import dev.reeve.core.spec.RestartSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts restarts in another way than the engine does, and compares with what is allowed. */
final class RestartCounts {
  private static final class Count {
    long spawnedAt = Long.MIN_VALUE;

    boolean endedLong;
    int afterFailure;
    int afterSuccess;
    RestartLimit limit = RestartLimit.NONE;
    final List<Long> moments = new ArrayList<>();

    void reset() {
      afterFailure = 0;
      afterSuccess = 0;
      moments.clear();
    }
  }

  private Map<InstanceId, Count> counts = new HashMap<>();

  void daemonBegins() {
    counts.clear();
  }

  void renamed(String from, String to) {
    Map<InstanceId, Count> moved = new HashMap<>();
    counts.forEach((id, count) ->
        moved.put(id.service().equals(from) ? new InstanceId(to, id.number()) : id, count));
    counts = moved;
  }

  void turn(
      Event event,
      List<Effect> effects,
      Map<String, ServiceView> before,
      Map<String, ServiceView> after,
      Now now) {
    switch (event) {
      case Event.Spawned spawned -> {
        // The report of a start may come after that of the end; then nothing is said of it.
        if (effects.stream().anyMatch(RestartCounts::started)) {
          count(nameOfNow(spawned.id(), effects)).spawnedAt = now.nanos();
        }
      }
      case Event.SpawnFailed failed -> {
        count(failed.id()).endedLong = false;
      }
      case Event.Exited exited -> {
        InstanceId id = nameOfNow(exited.id(), effects);
        ServiceView service = after.get(id.service());
        Count count = count(id);

        count.endedLong =
            service != null
                && count.spawnedAt != Long.MIN_VALUE
                && now.nanos() - count.spawnedAt >= service.spec().restart().minUptime().toNanos();
        count.spawnedAt = Long.MIN_VALUE;
      }
      default -> {}
    }
    for (Effect effect : effects) {
      if (effect instanceof Effect.Journal journal && journal.event().equals("restarting")) {
        restarting(journal, after, now);
      } else if (effect instanceof Effect.Withdraw(String service)) {
        counts.keySet().removeIf(id -> id.service().equals(service));
      }
    }
    for (Effect effect : effects) {
      if (effect instanceof Effect.Spawn spawn
          && restarts(spawn.id(), after) <= restarts(spawn.id(), before)) {
        count(spawn.id()).reset();
      }
    }
  }

  private static boolean started(Effect effect) {
    return effect instanceof Effect.Journal journal && journal.event().equals("started");
  }

  /** It may have been renamed since. */
  private static InstanceId nameOfNow(InstanceId id, List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Journal journal
          && (journal.event().equals("exited") || started(journal))) {
        return new InstanceId(journal.service(), journal.instance());
      }
    }
    return id;
  }

  private Count count(InstanceId id) {
    return counts.computeIfAbsent(id, key -> new Count());
  }

  private static int restarts(InstanceId id, Map<String, ServiceView> views) {
    ServiceView view = views.get(id.service());
    if (view != null) {
      for (InstanceView instance : view.instances()) {
        if (instance.id().equals(id)) {
          return instance.restarts();
        }
      }
    }
    return 0;
  }

  private void restarting(Effect.Journal journal, Map<String, ServiceView> after, Now now) {
    InstanceId id = new InstanceId(journal.service(), journal.instance());
    RestartSpec spec = after.get(id.service()).spec().restart();
    Count count = count(id);
    if (count.endedLong) {
      count.afterFailure = 0;
      count.afterSuccess = 0;
    }
    boolean ok = journal.reason().startsWith("exit code 0,");
    int most = ok ? spec.maxSuccess() : spec.max();
    int nth = ok ? ++count.afterSuccess : ++count.afterFailure;
    if (most > 0 && nth > most) {
      throw new AssertionError("restart %d of %s, allowed are %d".formatted(nth, id, most));
    }
    if (!count.limit.equals(spec.limit())) {
      count.limit = spec.limit();
      count.moments.clear();
    }
    long moment =
        now.nanos() + Long.parseLong(journal.detail().getOrDefault("delay_ms", "0")) * 1_000_000;
    count.moments.add(moment);
    if (spec.limit().applies()) {
      // A millisecond less: the journal rounds.
      long least = moment - spec.limit().within().toNanos() + 1_000_000;
      long within = count.moments.stream().filter(m -> m > least).count();
      if (within > spec.limit().max()) {
        throw new AssertionError("%d restarts of %s within the window".formatted(within, id));
      }
    }
  }
}
