package dev.reeve.core.spec;

import static dev.reeve.core.spec.FieldTypes.scalar;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The type of {@code provision}: maps as processmaster has them, or short texts such as {@code
 * bin/server,mode=0755,add_net_bind_capability}.
 */
final class ProvisionType implements FieldType<List<ProvisionStep>> {
  private static final String PATH = "path";
  private static final String OWNERSHIP = "ownership";
  private static final String MODE = "mode";
  private static final String NET_BIND = "add_net_bind_capability";
  private static final String OWNER = "owner";
  private static final String GROUP = "group";
  private static final String RECURSIVE = "recursive";
  private static final List<String> KEYS = List.of(PATH, OWNERSHIP, MODE, NET_BIND);

  private record Ownership(String owner, String group, boolean recursive) {
    static final Ownership NONE = new Ownership("", "", false);
  }

  private static final FieldType<OptionalInt> OCTAL =
      FieldTypes.scalar("octal mode", ProvisionType::mode, ProvisionType::octal);

  private static final FieldType<String> NAME =
      FieldTypes.scalar("name or number", ProvisionType::name, name -> name);

  private static final FieldType<Ownership> OWNERSHIPS =
      new FieldType<>() {
        @Override
        public String label() {
          return "user:group, or {owner, group, recursive}";
        }

        @Override
        public Ownership read(Object tree, Path base) throws Unreadable {
          Ownership ownership =
              tree instanceof Map<?, ?> map ? ofMap(map, base) : ofText(scalar(tree, "user:group"));
          if (ownership.owner.isEmpty() && ownership.group.isEmpty()) {
            throw new Unreadable("names nobody; write user, user:group or :group");
          }
          return ownership;
        }

        @Override
        public Object write(Ownership value) {
          return value.recursive ? map(value) : text(value);
        }
      };

  private static Ownership ofMap(Map<?, ?> map, Path base) throws Unreadable {
    Options options = new Options(map, List.of(OWNER, GROUP, RECURSIVE), base);
    return new Ownership(
        options.get(OWNER, NAME, ""),
        options.get(GROUP, NAME, ""),
        options.get(RECURSIVE, FieldTypes.YES_NO, false));
  }

  private static String name(String text) throws Unreadable {
    if (text.indexOf(':') >= 0) {
      throw new Unreadable("cannot be a name: '" + text + "'");
    }
    return text;
  }

  private static Ownership ofText(String text) throws Unreadable {
    int colon = text.indexOf(':');
    if (colon != text.lastIndexOf(':')) {
      throw new Unreadable("must be user, user:group or :group, not '" + text + "'");
    }
    return colon < 0
        ? new Ownership(text, "", false)
        : new Ownership(text.substring(0, colon), text.substring(colon + 1), false);
  }

  private static String text(Ownership value) {
    return value.group.isEmpty() ? value.owner : value.owner + ":" + value.group;
  }

  private static Map<String, Object> map(Ownership value) {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (!value.owner.isEmpty()) {
      tree.put(OWNER, value.owner);
    }
    if (!value.group.isEmpty()) {
      tree.put(GROUP, value.group);
    }
    tree.put(RECURSIVE, value.recursive);
    return tree;
  }

  /** As chmod(1) takes it: {@code 0750}, {@code 750}, and YAML's {@code 0o750}. */
  private static OptionalInt mode(String text) throws Unreadable {
    String digits = text.startsWith("0o") ? text.substring(2) : text;
    if (!digits.matches("0?[0-7]{3,4}")) {
      throw new Unreadable("must be octal permissions such as 0750, not '" + text + "'");
    }
    return OptionalInt.of(Integer.parseInt(digits, 8));
  }

  private static Object octal(OptionalInt mode) {
    return "%04o".formatted(mode.orElse(0));
  }

  @Override
  public String label() {
    return "list of {path, ownership, mode, add_net_bind_capability}";
  }

  @Override
  public List<ProvisionStep> read(Object tree, Path base) throws Unreadable {
    List<ProvisionStep> steps = new ArrayList<>();
    if (tree instanceof Map<?, ?> map) {
      steps.add(step(map, base));
      return List.copyOf(steps);
    }
    int index = 0;
    for (Object item : FieldTypes.items(tree)) {
      try {
        steps.add(item instanceof Map<?, ?> map ? step(map, base) : step(words(item), base));
      } catch (Unreadable e) {
        throw e.below(Integer.toString(index));
      }
      index++;
    }
    return List.copyOf(steps);
  }

  /** What is typed on a command line as the map that it stands for. */
  private static Map<String, Object> words(Object item) throws Unreadable {
    Map<String, Object> map = new LinkedHashMap<>();
    Map<String, Object> owner = new LinkedHashMap<>();
    for (String word : scalar(item, "path, or a map with one").split(",", -1)) {
      int equals = word.indexOf('=');
      if (map.isEmpty()) {
        map.put(PATH, word);
      } else if (word.equals(NET_BIND)) {
        map.put(NET_BIND, true);
      } else if (word.equals(RECURSIVE)) {
        owner.put(RECURSIVE, true);
      } else if (equals > 0 && word.substring(0, equals).equals(OWNERSHIP)) {
        Ownership its = ofText(word.substring(equals + 1));
        owner.put(OWNER, its.owner);
        owner.put(GROUP, its.group);
      } else if (equals > 0) {
        map.put(word.substring(0, equals), word.substring(equals + 1));
      } else {
        throw new Unreadable(
            "must be PATH[,ownership=USER:GROUP][,recursive][,mode=0750][,"
                + NET_BIND
                + "], not '"
                + item
                + "'");
      }
    }
    if (!owner.isEmpty()) {
      map.put(OWNERSHIP, owner);
    }
    return map;
  }

  private static ProvisionStep step(Map<?, ?> map, Path base) throws Unreadable {
    Options options = new Options(map, KEYS, base);
    if (!options.has(PATH)) {
      throw new Unreadable("needs 'path'");
    }
    Ownership ownership = options.get(OWNERSHIP, OWNERSHIPS, Ownership.NONE);
    String path;
    try {
      path = inside(scalar(options.tree(PATH), PATH), base);
    } catch (Unreadable e) {
      throw e.below(PATH);
    }
    return new ProvisionStep(
        path,
        ownership.owner,
        ownership.group,
        ownership.recursive,
        options.get(MODE, OCTAL, OptionalInt.empty()),
        options.get(NET_BIND, FieldTypes.YES_NO, false));
  }

  /** Relative to the working directory, which it may not leave. */
  private static String inside(String text, Path directory) throws Unreadable {
    Path path;
    try {
      path = text.isEmpty() ? Path.of("..") : Path.of(text);
    } catch (InvalidPathException e) {
      throw new Unreadable("is not a path: " + e.getReason());
    }
    if (path.isAbsolute() && path.normalize().startsWith(directory)) {
      path = directory.relativize(path.normalize());
    }
    for (Path name : path) {
      if (path.isAbsolute() || name.toString().equals("..")) {
        throw new Unreadable(
            "must stay below 'cwd': '" + text + "'; write it relative to it, such as ./data");
      }
    }
    String plain = path.normalize().toString();
    return plain.isEmpty() ? "." : plain;
  }

  @Override
  public Object write(List<ProvisionStep> value) {
    List<Object> items = new ArrayList<>();
    for (ProvisionStep step : value) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put(PATH, step.path());
      Ownership ownership = new Ownership(step.owner(), step.group(), step.recursive());
      if (!step.owner().isEmpty() || !step.group().isEmpty()) {
        tree.put(OWNERSHIP, OWNERSHIPS.write(ownership));
      }
      if (step.mode().isPresent()) {
        tree.put(MODE, octal(step.mode()));
      }
      if (step.netBind()) {
        tree.put(NET_BIND, true);
      }
      items.add(tree);
    }
    return items;
  }

  @Override
  public boolean repeatable() {
    return true;
  }
}
