package dev.reeve.core.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Pins flags to services and takes them off, also when their time is over. */
final class Flags {
  /** The clock may be set, and the machine may sleep: timers count neither. */
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);

  private final Fleet fleet;
  private final Turn turn;

  Flags(Fleet fleet, Turn turn) {
    this.fleet = fleet;
    this.turn = turn;
  }

  /** Carries out an order; a flag that is there already gets another time and owner. */
  List<Outcome> set(Order.Flag order) {
    List<Outcome> outcomes = new ArrayList<>();
    Duration ttl = order.ttl();
    Instant until = ttl == null ? null : turn.now().wall().plus(ttl).truncatedTo(ChronoUnit.MILLIS);
    for (String name : order.services()) {
      outcomes.add(at(name, order.flags(), service -> set(service, order.flags(), until)));
    }
    return outcomes;
  }

  private Outcome set(Service service, List<String> names, @Nullable Instant until) {
    long added = names.stream().filter(name -> !service.flags.containsKey(name)).distinct().count();
    if (service.flags.size() + added > UserFlag.MOST) {
      return Targets.refused(
          service.name(),
          "it would have more than " + UserFlag.MOST + " flags",
          "'reeve unflag %s …' takes some off".formatted(service.name()));
    }
    for (String name : names) {
      service.flags.put(name, new UserFlag(name, until, turn.by()));
    }
    String list = String.join(", ", names);
    String when = until == null ? "" : " until " + until.truncatedTo(ChronoUnit.SECONDS);
    turn.journal(service, "flagged", turn.byText("flagged " + list) + when, "flags", list);
    changed(service);
    return Outcome.accepted(service.name());
  }

  /** Carries out an order; flags that are not there are gone already. */
  List<Outcome> unset(Order.Unflag order) {
    List<Outcome> outcomes = new ArrayList<>();
    for (String name : order.services()) {
      outcomes.add(
          at(
              name,
              order.flags(),
              service -> {
                String list = remove(service, flag -> order.flags().contains(flag.name()));
                if (!list.isEmpty()) {
                  turn.journal(
                      service,
                      "unflagged",
                      turn.byText("flag " + list + " removed"),
                      "flags",
                      list);
                }
                return Outcome.accepted(name);
              }));
    }
    return outcomes;
  }

  private interface Change {
    Outcome of(Service service);
  }

  private Outcome at(String name, List<String> flags, Change change) {
    Service service = fleet.service(name).orElse(null);
    if (service == null) {
      return Targets.unknown(fleet, name, name);
    }
    if (service.desired == Desired.GONE) {
      return Targets.beingDeleted(name);
    }
    for (String flag : flags) {
      if (!UserFlag.isName(flag)) {
        return Targets.refused(
            name,
            "'%s' cannot be a flag".formatted(flag),
            "use up to %d lower-case letters, digits and . _ : -".formatted(UserFlag.LONGEST));
      }
    }
    return change.of(service);
  }

  /** The timer of a service ran out: whatever has had its time goes. */
  void due(Service service) {
    Instant now = turn.now().wall();
    String list = remove(service, flag -> isOver(flag, now));
    if (!list.isEmpty()) {
      turn.journal(service, "flag-expired", "flag " + list + " has had its time", "flags", list);
    } else {
      arm(service);
    }
  }

  /** Takes up what an earlier daemon kept. */
  void restore(Service service, List<UserFlag> kept) {
    for (UserFlag flag : kept) {
      if (UserFlag.isName(flag.name()) && service.flags.size() < UserFlag.MOST) {
        service.flags.put(flag.name(), flag);
      }
    }
    if (!kept.isEmpty()) {
      due(service);
    }
  }

  private static boolean isOver(UserFlag flag, Instant now) {
    Instant until = flag.until();
    return until != null && !until.isAfter(now);
  }

  /** Names of those that were there; empty if none was. */
  private String remove(Service service, Predicate<UserFlag> which) {
    List<String> names = service.flags.values().stream().filter(which).map(UserFlag::name).toList();
    if (names.isEmpty()) {
      return "";
    }
    names.forEach(service.flags::remove);
    changed(service);
    return String.join(", ", names);
  }

  private void changed(Service service) {
    turn.touch(service);
    turn.save();
    arm(service);
  }

  /** Sets the timer for the flag that goes first. It goes by the first instance. */
  private void arm(Service service) {
    Map.Entry<Integer, Instance> first = service.instances.firstEntry();
    if (first == null) {
      return;
    }
    Instant next = null;
    for (UserFlag flag : service.flags.values()) {
      Instant until = flag.until();
      if (until != null && (next == null || until.isBefore(next))) {
        next = until;
      }
    }
    if (next == null) {
      turn.cancelTimer(first.getValue(), TimerKey.Kind.FLAGS);
      return;
    }
    Duration left = Duration.between(turn.now().wall(), next);
    Duration delay = left.isNegative() ? Duration.ZERO : left;
    turn.startTimer(
        first.getValue(),
        TimerKey.Kind.FLAGS,
        delay.compareTo(LOOK_AGAIN) > 0 ? LOOK_AGAIN : delay);
  }
}
