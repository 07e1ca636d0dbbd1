package dev.reeve.core.spec;

import static dev.reeve.core.spec.FieldTypes.scalar;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /** Text that is a {@link LineTemplate}. */
  static final FieldType<String> LINE_TEMPLATE =
      scalar(
          "text with tokens of strftime",
          text -> {
            LineTemplate.parse(text);
            return text;
          },
          value -> value);

  /** A list of names waits for each to be started; a map says for what. */
  static final FieldType<Needs.On> DEPENDENCIES = new DependsOnType();
}
