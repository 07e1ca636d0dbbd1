package dev.reeve.core.spec;

import static dev.reeve.core.spec.FieldTypes.scalar;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The type of {@code watch}: patterns, or a map with more. */
final class WatchType implements FieldType<WatchSpec> {
  private static final String PATHS = "paths";
  private static final String IGNORE = "ignore";
  private static final String DELAY = "delay";
  private static final String ACTION = "action";

  private static final FieldType<List<String>> PATTERNS =
      new FieldType<>() {
        @Override
        public String label() {
          return "list of patterns";
        }

        @Override
        public List<String> read(Object tree, Path base) throws Unreadable {
          List<String> patterns = new ArrayList<>();
          for (Object item : FieldTypes.items(tree)) {
            patterns.add(pattern(scalar(item, "pattern")));
          }
          return patterns;
        }

        @Override
        public Object write(List<String> value) {
          return value;
        }
      };

  private static final FieldType<WatchSpec.Action> ACTIONS =
      FieldTypes.scalar("restart | reload | signal", WatchType::action, WatchType::word);

  private static String pattern(String text) throws Unreadable {
    if (text.isBlank()) {
      throw new Unreadable("has an empty pattern");
    }
    if (text.startsWith("/") || List.of(text.split("/", -1)).contains("..")) {
      throw new Unreadable(
          "must stay below 'cwd': '" + text + "'; write it relative to it, such as src/**");
    }
    return text;
  }

  private static WatchSpec.Action action(String text) throws Unreadable {
    return switch (text) {
      case "restart" -> new WatchSpec.Action.Restart();
      case "reload" -> new WatchSpec.Action.Reload();
      default -> {
        if (!text.startsWith("SIG")) {
          throw new Unreadable("must be restart, reload, or a signal such as SIGHUP");
        }
        yield new WatchSpec.Action.Signal(SignalNames.checked(text));
      }
    };
  }

  private static String word(WatchSpec.Action action) {
    return switch (action) {
      case WatchSpec.Action.Restart() -> "restart";
      case WatchSpec.Action.Reload() -> "reload";
      case WatchSpec.Action.Signal(String name) -> "SIG" + name;
    };
  }

  @Override
  public String label() {
    return "list of patterns, or {paths, ignore, delay, action}";
  }

  @Override
  public WatchSpec read(Object tree, Path base) throws Unreadable {
    if (!(tree instanceof Map<?, ?> map)) {
      return new WatchSpec(
          PATTERNS.read(tree, base), List.of(), WatchSpec.DELAY, new WatchSpec.Action.Restart());
    }
    Options options = new Options(map, List.of(PATHS, IGNORE, DELAY, ACTION), base);
    List<String> paths = options.get(PATHS, PATTERNS, List.of());
    if (paths.isEmpty()) {
      throw new Unreadable("needs 'paths', such as [src/**, '*.js']");
    }
    Duration delay = options.get(DELAY, FieldTypes.DURATION, WatchSpec.DELAY);
    return new WatchSpec(
        paths,
        options.get(IGNORE, PATTERNS, List.of()),
        delay,
        options.get(ACTION, ACTIONS, new WatchSpec.Action.Restart()));
  }

  @Override
  public Object write(WatchSpec value) {
    if (value.equals(
        new WatchSpec(value.paths(), List.of(), WatchSpec.DELAY, new WatchSpec.Action.Restart()))) {
      return value.paths();
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(PATHS, value.paths());
    if (!value.ignore().isEmpty()) {
      tree.put(IGNORE, value.ignore());
    }
    Options.put(tree, DELAY, value.delay(), WatchSpec.DELAY);
    if (!(value.action() instanceof WatchSpec.Action.Restart)) {
      tree.put(ACTION, word(value.action()));
    }
    return tree;
  }

  @Override
  public boolean repeatable() {
    return true;
  }
}
