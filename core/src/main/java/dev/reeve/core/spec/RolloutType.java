package dev.reeve.core.spec;

import static dev.reeve.core.spec.FieldTypes.scalar;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The type of {@code rollout}. */
final class RolloutType implements FieldType<RolloutSpec> {
  private static final String ROLLING = "rolling";
  private static final String DELAY = "delay";
  private static final String MAX_UNAVAILABLE = "max_unavailable";
  private static final String WAIT = "wait";
  private static final FieldType<Condition> UNTIL =
      FieldTypes.scalar("ready | healthy", RolloutType::until, FieldTypes::word);

  private static Condition until(String text) throws Unreadable {
    return switch (text) {
      case "ready" -> Condition.READY;
      case "healthy" -> Condition.HEALTHY;
      default -> throw new Unreadable("must be ready or healthy");
    };
  }

  @Override
  public String label() {
    return "all | rolling | {rolling, delay, max_unavailable, wait}";
  }

  @Override
  public RolloutSpec read(Object tree, Path base) throws Unreadable {
    if (tree instanceof Map<?, ?> map) {
      Options options = new Options(map, List.of(ROLLING, DELAY, MAX_UNAVAILABLE, WAIT), base);
      return new RolloutSpec(
          options.get(ROLLING, FieldTypes.YES_NO, true),
          options.get(DELAY, FieldTypes.DURATION, RolloutSpec.DELAY),
          options.get(MAX_UNAVAILABLE, FieldTypes.integer(1, 10_000), 1),
          options.get(WAIT, UNTIL, Condition.READY));
    }
    return switch (scalar(tree, "word or map")) {
      case "all" -> RolloutSpec.ALL;
      case ROLLING -> new RolloutSpec(true, RolloutSpec.DELAY, 1, Condition.READY);
      default -> throw new Unreadable("must be all, rolling, or a map");
    };
  }

  @Override
  public Object write(RolloutSpec value) {
    if (value.equals(RolloutSpec.ALL)) {
      return "all";
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(ROLLING, value.rolling());
    Options.put(tree, DELAY, value.delay(), RolloutSpec.DELAY);
    if (value.maxUnavailable() != 1) {
      tree.put(MAX_UNAVAILABLE, value.maxUnavailable());
    }
    if (value.until() != Condition.READY) {
      tree.put(WAIT, FieldTypes.word(value.until()));
    }
    return tree;
  }
}
