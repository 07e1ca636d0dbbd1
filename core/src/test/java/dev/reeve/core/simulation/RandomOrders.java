package dev.reeve.core.simulation;

import dev.reeve.core.engine.Order;
import dev.reeve.core.engine.Selection;
import dev.reeve.core.spec.ServiceSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Orders as impatient, forgetful users give them. */
final class RandomOrders {
  private final RandomGenerator random;
  private final RandomSpecs specs;

  RandomOrders(RandomGenerator random) {
    this.random = random;
    this.specs = new RandomSpecs(random);
  }

  Order next() {
    int dice = random.nextInt(100);
    if (dice < 5) {
      return new Order.Apply(someSpecs(), names(), Map.of(name(), "/a"), random.nextBoolean());
    } else if (dice < 25) {
      return new Order.Define(
          someSpecs(),
          random.nextInt(5) == 0 ? Order.Existing.REFUSE : Order.Existing.REPLACE,
          random.nextInt(4) != 0,
          random.nextBoolean());
    } else if (dice < 42) {
      return new Order.Start(targets());
    } else if (dice < 60) {
      return new Order.Stop(targets(), random.nextInt(5) == 0);
    } else if (dice < 72) {
      return new Order.Restart(targets());
    } else if (dice < 76) {
      return new Order.Reload(targets());
    } else if (dice < 78) {
      return new Order.Pause(targets(), random.nextBoolean());
    } else if (dice < 84) {
      return new Order.Delete(names());
    } else if (dice < 88) {
      return new Order.Signal(
          targets(), List.of("KILL", "TERM", "HUP", "NONSENSE").get(random.nextInt(4)));
    } else if (dice < 90) {
      return new Order.Enable(names(), random.nextBoolean());
    } else if (dice < 92) {
      return flag();
    } else if (dice < 95) {
      return new Order.Rename(name(), name());
    } else if (dice < 98) {
      return new Order.Resurrect();
    } else {
      return new Order.Shutdown(random.nextBoolean());
    }
  }

  private Order flag() {
    List<String> flags = List.of(random.nextBoolean() ? "hold" : "ticket-1");
    return random.nextInt(3) == 0
        ? new Order.Unflag(names(), flags)
        : new Order.Flag(
            names(), flags, random.nextBoolean() ? Duration.ofSeconds(random.nextInt(60)) : null);
  }

  /** Everything there may be, each declared anew. */
  List<ServiceSpec> someSpecs() {
    List<ServiceSpec> some = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      some.add(specs.spec(name()));
    }
    return some;
  }

  private List<Selection> targets() {
    List<Selection> targets = new ArrayList<>();
    for (String name : names()) {
      targets.add(new Selection(name, random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0));
    }
    return targets;
  }

  private List<String> names() {
    if (random.nextInt(8) == 0) {
      return RandomSpecs.NAMES;
    }
    List<String> names = new ArrayList<>();
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      names.add(name());
    }
    return names;
  }

  private String name() {
    return RandomSpecs.NAMES.get(random.nextInt(RandomSpecs.NAMES.size()));
  }
}
