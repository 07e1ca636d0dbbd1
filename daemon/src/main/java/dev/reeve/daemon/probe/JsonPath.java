package dev.reeve.daemon.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where something is in a document: the part of RFC 9535 that names things. {@code $} {@code .name}
 * {@code ['name']} {@code [0]} {@code [-1]} {@code [*]} {@code .*} {@code ..name}.
 */
final class JsonPath {
  private sealed interface Step {
    record Name(String name) implements Step {}

    record Index(int index) implements Step {}

    record All() implements Step {}

    /** The value itself and all in it, each before what is in it. */
    record Descent() implements Step {}
  }

  private final List<Step> steps;

  private JsonPath(List<Step> steps) {
    this.steps = steps;
  }

  /**
   * Reads a path.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static JsonPath parse(String text) {
    return new JsonPath(new Parser(text).parse());
  }

  /** The first value that is there; null is not. */
  Optional<Object> first(@Nullable Object document) {
    return find(document, 0);
  }

  private Optional<Object> find(@Nullable Object value, int depth) {
    if (value == null) {
      return Optional.empty();
    }
    if (depth == steps.size()) {
      return Optional.of(value);
    }
    return switch (steps.get(depth)) {
      case Step.Name(String name) ->
          value instanceof Map<?, ?> map ? find(map.get(name), depth + 1) : Optional.empty();
      case Step.Index(int index) -> {
        if (!(value instanceof List<?> list)) {
          yield Optional.empty();
        }
        int at = index < 0 ? list.size() + index : index;
        yield at >= 0 && at < list.size() ? find(list.get(at), depth + 1) : Optional.empty();
      }
      case Step.All() -> firstOf(value, depth + 1);
      case Step.Descent() -> {
        Optional<Object> here = find(value, depth + 1);
        yield here.isPresent() ? here : firstOf(value, depth);
      }
    };
  }

  private Optional<Object> firstOf(Object value, int depth) {
    Iterable<?> children =
        switch (value) {
          case Map<?, ?> map -> map.values();
          case List<?> list -> list;
          default -> List.of();
        };
    for (Object child : children) {
      Optional<Object> found = find(child, depth);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static final class Parser {
    private final String text;
    private final List<Step> steps = new ArrayList<>();
    private int at;

    Parser(String text) {
      this.text = text;
    }

    List<Step> parse() {
      if (!take("$")) {
        throw wrong("it must begin with $");
      }
      while (at < text.length()) {
        if (take("..")) {
          steps.add(new Step.Descent());
          if (!take("[")) {
            name();
          } else {
            bracket();
          }
        } else if (take(".")) {
          name();
        } else if (take("[")) {
          bracket();
        } else {
          throw wrong("'.' or '[' expected" + place());
        }
      }
      return List.copyOf(steps);
    }

    private boolean take(String part) {
      if (text.startsWith(part, at)) {
        at += part.length();
        return true;
      }
      return false;
    }

    private void name() {
      if (take("*")) {
        steps.add(new Step.All());
        return;
      }
      int begin = at;
      while (at < text.length() && isOfName(text.charAt(at), at > begin)) {
        at++;
      }
      if (at == begin) {
        throw wrong("a name expected" + place());
      }
      steps.add(new Step.Name(text.substring(begin, at)));
    }

    /** RFC 9535 has no hyphen here; people do, and there is nothing else it could mean. */
    private static boolean isOfName(char c, boolean inside) {
      return c == '_'
          || c >= 0x80
          || (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (inside && (c == '-' || (c >= '0' && c <= '9')));
    }

    private void bracket() {
      if (take("*")) {
        steps.add(new Step.All());
      } else if (take("'")) {
        steps.add(new Step.Name(quoted('\'')));
      } else if (take("\"")) {
        steps.add(new Step.Name(quoted('"')));
      } else {
        steps.add(new Step.Index(index()));
      }
      if (!take("]")) {
        throw wrong("']' expected" + place());
      }
    }

    private String quoted(char quote) {
      StringBuilder name = new StringBuilder();
      while (at < text.length()) {
        char c = text.charAt(at++);
        if (c == quote) {
          return name.toString();
        }
        if (c == '\\') {
          if (!take(String.valueOf(quote)) && !take("\\")) {
            throw wrong("only quotes and \\ may be escaped");
          }
          c = text.charAt(at - 1);
        }
        name.append(c);
      }
      throw wrong("a quote is not closed");
    }

    private int index() {
      int begin = at;
      take("-");
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      String digits = text.substring(begin, at);
      if (!digits.matches("0|-?[1-9]\\d{0,8}")) {
        throw wrong("only a number, a name in quotes or * may stand in brackets");
      }
      return Integer.parseInt(digits);
    }

    private String place() {
      return " at character " + (at + 1);
    }

    private IllegalArgumentException wrong(String why) {
      return new IllegalArgumentException("cannot read path '" + text + "': " + why);
    }
  }
}
