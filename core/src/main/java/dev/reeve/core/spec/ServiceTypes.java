package dev.reeve.core.spec;

import static dev.reeve.core.spec.FieldTypes.items;
import static dev.reeve.core.spec.FieldTypes.scalar;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types of fields that only services have. */
final class ServiceTypes {
  private ServiceTypes() {}

  /** A list is an argv; a string is split like a shell word list. */
  static final FieldType<Command> COMMAND =
      new FieldType<>() {
        @Override
        public String label() {
          return "command line, or list of words";
        }

        @Override
        public Command read(Object tree, Path base) throws Unreadable {
          List<String> words;
          if (tree instanceof List<?> list) {
            words = new ArrayList<>();
            for (Object item : list) {
              words.add(scalar(item, "word"));
            }
          } else {
            words = Words.split(scalar(tree, "command line"));
          }
          if (words.isEmpty() || words.getFirst().isEmpty()) {
            throw new Unreadable("is empty; name a program");
          }
          return new Command.Argv(words);
        }

        @Override
        public Object write(Command value) {
          return switch (value) {
            case Command.Argv(List<String> words) -> words;
            case Command.ShellLine(String line) -> line;
          };
        }
      };

  static final FieldType<RestartLimit> LIMIT =
      new FieldType<>() {
        @Override
        public String label() {
          return "{max: number, within: duration}";
        }

        @Override
        public RestartLimit read(Object tree, Path base) throws Unreadable {
          if (tree instanceof Map<?, ?> map && map.size() == 2) {
            Object max = map.get("max");
            Object within = map.get("within");
            if (max != null && within != null) {
              return limit(max, within, base);
            }
          }
          if (tree instanceof String text && text.indexOf('/') > 0) {
            int slash = text.indexOf('/');
            return limit(text.substring(0, slash), text.substring(slash + 1), base);
          }
          throw new Unreadable("must be {max: 3, within: 1m}, or 3/1m on the command line");
        }

        private RestartLimit limit(Object max, Object within, Path base) throws Unreadable {
          RestartLimit limit =
              new RestartLimit(
                  FieldTypes.integer(1, 100_000).read(max, base),
                  FieldTypes.DURATION.read(within, base));
          if (limit.within().isZero()) {
            throw new Unreadable("needs a time longer than 0 in 'within'");
          }
          return limit;
        }

        @Override
        public Object write(RestartLimit value) {
          Map<String, Object> tree = new LinkedHashMap<>();
          tree.put("max", value.max());
          tree.put("within", Durations.format(value.within()));
          return tree;
        }
      };

  static final FieldType<ReloadAction> RELOAD =
      new FieldType<>() {
        @Override
        public String label() {
          return "restart | signal | command";
        }

        @Override
        public ReloadAction read(Object tree, Path base) throws Unreadable {
          if (tree instanceof String text) {
            if (text.equals("restart")) {
              return new ReloadAction.Restart();
            }
            if (text.startsWith("SIG")) {
              return new ReloadAction.Signal(SignalNames.checked(text));
            }
          }
          return new ReloadAction.Run(COMMAND.read(tree, base));
        }

        @Override
        public Object write(ReloadAction value) {
          return switch (value) {
            case ReloadAction.Restart() -> "restart";
            case ReloadAction.Signal(String name) -> "SIG" + name;
            case ReloadAction.Run(Command command) -> COMMAND.write(command);
          };
        }
      };

  static final FieldType<LogTarget> LOG_TARGET =
      new FieldType<>() {
        @Override
        public String label() {
          return "path | standard | 'null'";
        }

        @Override
        public LogTarget read(Object tree, Path base) throws Unreadable {
          String text = scalar(tree, "path");
          return switch (text) {
            case "null" -> new LogTarget.Discard();
            case "standard" -> new LogTarget.Standard();
            default -> new LogTarget.File(FieldTypes.path(text, base));
          };
        }

        @Override
        public Object write(LogTarget value) {
          return switch (value) {
            case LogTarget.Standard() -> "standard";
            case LogTarget.Discard() -> "null";
            case LogTarget.File(Path path) -> path.toString();
          };
        }
      };

  /** A list of names waits for each to be started; a map says for what. */
  static final FieldType<Map<String, Condition>> DEPENDENCIES =
      new FieldType<>() {
        private final FieldType<Condition> condition = FieldTypes.choice(Condition.class);

        @Override
        public String label() {
          return "map of service to condition (started | completed), or list of services";
        }

        @Override
        public Map<String, Condition> read(Object tree, Path base) throws Unreadable {
          Map<String, Condition> dependencies = new LinkedHashMap<>();
          for (Object item : items(tree)) {
            if (item instanceof Map<?, ?> map) {
              for (Map.Entry<?, ?> entry : map.entrySet()) {
                put(dependencies, String.valueOf(entry.getKey()), entry.getValue(), base);
              }
            } else {
              String text = scalar(item, "service");
              int colon = text.indexOf(':');
              if (colon < 0) {
                put(dependencies, text, "started", base);
              } else {
                put(
                    dependencies,
                    text.substring(0, colon),
                    text.substring(colon + 1).strip(),
                    base);
              }
            }
          }
          return FieldTypes.ordered(dependencies);
        }

        private void put(
            Map<String, Condition> dependencies, String name, @Nullable Object tree, Path base)
            throws Unreadable {
          try {
            Names.checked(name);
            if (tree == null) {
              throw new Unreadable("has no value; say started or completed");
            }
            dependencies.put(name, condition.read(tree, base));
          } catch (Unreadable e) {
            throw e.below(name);
          }
        }

        @Override
        public Object write(Map<String, Condition> value) {
          Map<String, Object> tree = new LinkedHashMap<>();
          value.forEach((name, c) -> tree.put(name, FieldTypes.word(c)));
          return tree;
        }

        @Override
        public boolean repeatable() {
          return true;
        }
      };
}
