package dev.reeve.core.spec;

import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The plain types of fields. Each command that reads a file begins with these: what generates code
 * at its first use (a pattern switch) or loads locales (a format) is only where it goes wrong.
 */
final class FieldTypes {
  private FieldTypes() {}

  /** Reads one scalar. */
  interface Parser<T> {
    T parse(String text) throws Unreadable;
  }

  private record Scalar<T>(String label, Parser<T> parser, Function<T, Object> writer)
      implements FieldType<T> {
    @Override
    public T read(Object tree, Path base) throws Unreadable {
      return parser.parse(scalar(tree, label));
    }

    @Override
    public Object write(T value) {
      return writer.apply(value);
    }
  }

  static <T> FieldType<T> scalar(String label, Parser<T> parser, Function<T, Object> writer) {
    return new Scalar<>(label, parser, writer);
  }

  static final FieldType<String> TEXT = scalar("text", FieldTypes::text, value -> value);
  static final FieldType<Duration> DURATION =
      scalar("duration", Durations::parse, Durations::format);
  static final FieldType<Long> SIZE = scalar("size", Sizes::parse, Sizes::format);
  static final FieldType<String> SIGNAL =
      scalar("signal", SignalNames::checked, name -> "SIG" + name);

  static final FieldType<Boolean> YES_NO =
      new FieldType<>() {
        @Override
        public String label() {
          return "true or false";
        }

        @Override
        public Boolean read(Object tree, Path base) throws Unreadable {
          boolean yes = Boolean.TRUE.equals(tree) || "true".equals(tree);
          if (!yes && !Boolean.FALSE.equals(tree) && !"false".equals(tree)) {
            throw new Unreadable("must be true or false, not " + shown(tree));
          }
          return yes;
        }

        @Override
        public Object write(Boolean value) {
          return value;
        }

        @Override
        public boolean flag() {
          return true;
        }
      };

  static FieldType<Integer> integer(int least, int most) {
    return scalar(
        "whole number from " + least + " to " + most,
        text -> {
          try {
            int n = Integer.parseInt(text);
            if (n >= least && n <= most) {
              return n;
            }
          } catch (NumberFormatException e) {
            throw new Unreadable("is not a whole number");
          }
          throw new Unreadable("must be from %d to %d".formatted(least, most));
        },
        n -> n);
  }

  static FieldType<Double> number(double least, double most) {
    return scalar(
        "number from " + plain(least) + " to " + plain(most),
        text -> {
          try {
            // Reading a number of millions of digits takes minutes.
            double n = text.length() > 40 ? Double.NaN : new BigDecimal(text).doubleValue();
            if (n >= least && n <= most) {
              return n;
            }
          } catch (NumberFormatException e) {
            throw new Unreadable("is not a number");
          }
          throw new Unreadable("must be from %s to %s".formatted(plain(least), plain(most)));
        },
        n -> n == Math.rint(n) ? (Object) n.longValue() : n);
  }

  /** One of the constants of an enum, written in lower case with dashes. */
  static <E extends Enum<E>> FieldType<E> choice(Class<E> type) {
    List<String> words = Stream.of(type.getEnumConstants()).map(FieldTypes::word).toList();
    return scalar(
        String.join(" | ", words),
        text -> {
          int i = words.indexOf(text);
          if (i < 0) {
            throw new Unreadable(
                "must be one of " + String.join(", ", words) + Names.didYouMean(text, words));
          }
          return type.getEnumConstants()[i];
        },
        FieldTypes::word);
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Strings to strings; {@code KEY=VALUE} on the command line. */
  static final FieldType<Map<String, String>> PAIRS =
      new FieldType<>() {
        @Override
        public String label() {
          return "map of text";
        }

        @Override
        public Map<String, String> read(Object tree, Path base) throws Unreadable {
          Map<String, String> pairs = new LinkedHashMap<>();
          if (tree instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
              String key = text(String.valueOf(entry.getKey()));
              String value;
              try {
                value = scalar(entry.getValue(), "text");
              } catch (Unreadable e) {
                throw e.below(key);
              }
              put(pairs, key, value);
            }
          } else {
            for (Object item : items(tree)) {
              String pair = scalar(item, "KEY=VALUE");
              int equals = pair.indexOf('=');
              if (equals < 1) {
                throw new Unreadable("must be KEY=VALUE, not '" + pair + "'");
              }
              put(pairs, pair.substring(0, equals), pair.substring(equals + 1));
            }
          }
          return ordered(pairs);
        }

        private void put(Map<String, String> pairs, String key, String value) throws Unreadable {
          if (key.isEmpty() || key.indexOf('=') >= 0 || key.indexOf('\0') >= 0) {
            throw new Unreadable("has a key that cannot be one: '" + key + "'");
          }
          if (value.indexOf('\0') >= 0) {
            throw new Unreadable("has a NUL character in the value of " + key);
          }
          pairs.put(key, value);
        }

        @Override
        public Object write(Map<String, String> value) {
          return value;
        }

        @Override
        public boolean repeatable() {
          return true;
        }
      };

  static <K, V> Map<K, V> ordered(Map<K, V> map) {
    return java.util.Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  static final FieldType<Path> PATH =
      new FieldType<>() {
        @Override
        public String label() {
          return "path";
        }

        @Override
        public Path read(Object tree, Path base) throws Unreadable {
          return path(scalar(tree, "path"), base);
        }

        @Override
        public Object write(Path value) {
          return value.toString();
        }
      };

  static final FieldType<List<Path>> PATHS =
      new FieldType<>() {
        @Override
        public String label() {
          return "path, or list of them";
        }

        @Override
        public List<Path> read(Object tree, Path base) throws Unreadable {
          List<Path> paths = new ArrayList<>();
          for (Object item : items(tree)) {
            paths.add(path(scalar(item, "path"), base));
          }
          return List.copyOf(paths);
        }

        @Override
        public Object write(List<Path> value) {
          return value.stream().map(Path::toString).toList();
        }

        @Override
        public boolean repeatable() {
          return true;
        }
      };

  static final FieldType<Set<Integer>> EXIT_CODES =
      new FieldType<>() {
        @Override
        public String label() {
          return "list of exit codes";
        }

        @Override
        public Set<Integer> read(Object tree, Path base) throws Unreadable {
          Set<Integer> codes = new TreeSet<>();
          for (Object item : items(tree)) {
            for (String word : scalar(item, "exit code").split(",", -1)) {
              codes.add(integer(0, 255).read(word.strip(), base));
            }
          }
          return java.util.Collections.unmodifiableSet(codes);
        }

        @Override
        public Object write(Set<Integer> value) {
          return List.copyOf(new TreeSet<>(value));
        }

        @Override
        public boolean repeatable() {
          return true;
        }
      };

  /** An absolute, normal path; {@code ~} is the home of the reader. */
  static Path path(String text, Path base) throws Unreadable {
    try {
      if (text(text).isEmpty()) {
        throw new Unreadable("is empty; a path is needed");
      }
      return base.resolve(atHome(text)).normalize();
    } catch (InvalidPathException e) {
      throw new Unreadable("is not a path: " + e.getReason());
    }
  }

  private static String atHome(String text) {
    boolean atHome = text.equals("~") || text.startsWith("~/");
    return atHome ? System.getProperty("user.home") + text.substring(1) : text;
  }

  /** A list as it is; anything else as the only item of one. */
  static Collection<?> items(Object tree) {
    return tree instanceof Collection<?> list ? list : List.of(tree);
  }

  /** The text of a scalar. */
  static String scalar(@org.jspecify.annotations.Nullable Object tree, String wanted)
      throws Unreadable {
    if (tree instanceof String text) {
      return text(text);
    }
    if (tree instanceof Boolean || tree instanceof Number) {
      return tree.toString();
    }
    throw new Unreadable(
        tree == null
            ? "has no value; a " + wanted + " is needed"
            : "must be a " + wanted + ", not " + shown(tree));
  }

  private static String text(String text) throws Unreadable {
    if (text.indexOf('\0') >= 0) {
      throw new Unreadable("contains a NUL character, which no program can be given");
    }
    return text;
  }

  static String shown(Object tree) {
    return switch (tree) {
      case Map<?, ?> map -> "a map";
      case Collection<?> list -> "a list";
      default -> "'" + tree + "'";
    };
  }

  private static String plain(double n) {
    return n == Math.rint(n) ? Long.toString((long) n) : Double.toString(n);
  }
}
