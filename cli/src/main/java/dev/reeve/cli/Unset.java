package dev.reeve.cli;

import dev.reeve.core.spec.Field;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.Names;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** {@code --unset}: fields that are to have their defaults again. */
final class Unset {
  static final Opt OPTION =
      new Opt(
          "--unset",
          (char) 0,
          "FIELD",
          "the default again: a path, an option, or env.KEY; may be repeated",
          "",
          true,
          false,
          false);

  private static final String VARIABLE = Fields.ENV.path() + ".";

  private Unset() {}

  /**
   * Lays a null over each field that is to go, for the daemon to take it away.
   *
   * @param what verb and object, for complaints
   * @throws Complaint if there is no such field, or it is given a value at the same time
   */
  static void lay(Arguments arguments, String what, Map<String, Object> patch) throws Complaint {
    for (String text : arguments.values(OPTION)) {
      String path = path(arguments, what, text);
      if (!put(patch, path)) {
        throw arguments.complaint("'" + Clean.line(text) + "' cannot be set and unset at once");
      }
    }
  }

  private static String path(Arguments arguments, String what, String text) throws Complaint {
    String name = text.startsWith("--") ? text.substring(2) : text;
    Set<String> known = new LinkedHashSet<>();
    for (Field<?> field : Fields.ALL) {
      // Options come first: --group is the field group_name.
      if (field.option().equals(name) && text.startsWith("--")) {
        return field.path();
      }
      known.add(field.path());
      for (int dot = field.path().indexOf('.'); dot > 0; ) {
        known.add(field.path().substring(0, dot));
        dot = field.path().indexOf('.', dot + 1);
      }
    }
    if (known.contains(name) && !text.startsWith("--")) {
      return name;
    }
    if (name.startsWith(VARIABLE) && name.length() > VARIABLE.length()) {
      return name;
    }
    for (Field<?> field : Fields.ALL) {
      if (field.option().equals(name)) {
        return field.path();
      }
      known.add(field.option());
    }
    throw Complaint.usage(
        what,
        "there is no field '" + Clean.line(text) + "'" + Names.didYouMean(name, known),
        "see 'reeve help " + arguments.usage().name() + "'");
  }

  /** The keys of a variable may hold dots, those of fields are the parts between them. */
  private static boolean put(Map<String, Object> patch, String path) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      return add(patch, path);
    }
    Object section =
        patch.computeIfAbsent(path.substring(0, dot), key -> new LinkedHashMap<String, Object>());
    if (!(section instanceof Map<?, ?> map)) {
      return false;
    }
    @SuppressWarnings("unchecked") // made here or by SpecWriter
    Map<String, Object> inner = (Map<String, Object>) map;
    String rest = path.substring(dot + 1);
    return path.startsWith(VARIABLE) ? add(inner, rest) : put(inner, rest);
  }

  @SuppressWarnings("NullAway") // JSON knows null, which the type of trees does not say
  private static boolean add(Map<String, Object> map, String key) {
    return (!map.containsKey(key) || map.get(key) == null) && map.put(key, null) == null;
  }
}
