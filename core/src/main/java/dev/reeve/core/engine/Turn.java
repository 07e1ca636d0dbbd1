package dev.reeve.core.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The event that is being handled: its time, who caused it, and the effects it has so far. What
 * touches processes comes first, because somebody waits for it; then what is written down; then
 * what is published, kept and answered, in that order.
 */
final class Turn {
  private final Set<Service> touched = new LinkedHashSet<>();
  private List<Effect> acts = new ArrayList<>();
  private final List<Effect> notes = new ArrayList<>();
  private final List<Effect> replies = new ArrayList<>();
  private boolean save;
  private boolean halted;
  private Now now = new Now(0, Instant.EPOCH);
  private String by = "";

  /** Begins. */
  void open(Now time) {
    now = time;
    by = "";
  }

  /** Who asked for what happens in this turn. */
  void askedBy(String who) {
    by = who;
  }

  /** Who that is; empty if nobody asked. */
  String by() {
    return by;
  }

  Now now() {
    return now;
  }

  /** {@code "stopped by cli (root)"}, or just {@code "stopped"} when nobody is named. */
  String byText(String done) {
    return by.isEmpty() ? done : done + " by " + by;
  }

  /** Something that touches processes or timers. */
  void act(Effect effect) {
    acts.add(effect);
  }

  void startTimer(Instance instance, TimerKey.Kind kind, Duration delay) {
    instance.armed.put(kind, now.nanos() + delay.toNanos());
    act(new Effect.StartTimer(new TimerKey(instance.id(), kind), delay));
  }

  void cancelTimer(Instance instance, TimerKey.Kind kind) {
    if (instance.armed.remove(kind) != null) {
      act(new Effect.CancelTimer(new TimerKey(instance.id(), kind)));
    }
  }

  /** Its view is published at the end. */
  void touch(Service service) {
    touched.add(service);
  }

  /** What is wanted or final has changed. */
  void save() {
    save = true;
  }

  void journal(Instance instance, String event, String reason, String... pairs) {
    note(instance.service.name(), instance.number, event, reason, pairs);
  }

  void journal(Service service, String event, String reason, String... pairs) {
    note(service.name(), 0, event, reason, pairs);
  }

  /** About the daemon. */
  void journal(String event, String reason, String... pairs) {
    note("", 0, event, reason, pairs);
  }

  private void note(String service, int number, String event, String reason, String... pairs) {
    Map<String, String> detail = Map.of();
    if (pairs.length > 0) {
      detail = LinkedHashMap.newLinkedHashMap(pairs.length / 2);
      for (int i = 0; i < pairs.length; i += 2) {
        detail.put(pairs[i], pairs[i + 1]);
      }
      detail = Collections.unmodifiableMap(detail);
    }
    notes.add(new Effect.Journal(service, number, event, reason, by, detail));
  }

  void answer(long request, List<Outcome> outcomes) {
    replies.add(new Effect.Answer(request, outcomes));
  }

  /** Everything a shutdown wanted is done. */
  void halted() {
    halted = true;
  }

  /** Ends, and says what is to be done. */
  List<Effect> close() {
    List<Effect> effects = acts;
    acts = new ArrayList<>();
    effects.addAll(notes);
    for (Service service : touched) {
      // A service that lost its last instance was withdrawn.
      if (!service.hidden && !service.instances.isEmpty()) {
        effects.add(new Effect.Publish(service.view()));
      }
    }
    if (save) {
      effects.add(new Effect.Save());
    }
    effects.addAll(replies);
    if (halted) {
      effects.add(new Effect.Halted());
    }
    notes.clear();
    replies.clear();
    touched.clear();
    save = false;
    halted = false;
    return Collections.unmodifiableList(effects);
  }
}
