package dev.reeve.config;

import dev.reeve.config.tree.BadText;
import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Printable;
import dev.reeve.config.tree.Spot;
import dev.reeve.core.spec.Field;
import dev.reeve.core.spec.ResourceFields;
import dev.reeve.core.spec.ResourceSpec;
import dev.reeve.core.spec.Unreadable;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code cgroup}: {@code {root, name, cpu, memory, swap, subtree_control}}. */
public final class MasterGroups {
  /** The keys there are. */
  public static final String ROOT = "root";

  public static final String NAME = "name";
  public static final String CPU = "cpu";
  public static final String MEMORY = "memory";
  public static final String SWAP = "swap";
  public static final String SUBTREE = "subtree_control";

  static final List<String> KEYS = List.of(ROOT, NAME, CPU, MEMORY, SWAP, SUBTREE);

  /** What a name looks like. */
  static final String NAMES = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  /** The controllers that kernels have; see cgroup-v2.rst. */
  static final List<String> CONTROLLERS =
      List.of("cpu", "memory", "io", "pids", "cpuset", "hugetlb", "rdma", "misc", "dmem");

  private static final Pattern NAME_PATTERN = Pattern.compile(NAMES);

  /** Files of groups are called like that. */
  private static final Pattern RESERVED =
      Pattern.compile("(cgroup|irq|perf_event|" + String.join("|", CONTROLLERS) + ")\\..*");

  /** Where the daemon goes when it divides its own group. */
  public static final String OF_DAEMON = "reeve-daemon";

  /** What a key is called in messages. */
  public interface Shown {
    /** The path of a key; of the section for an empty one. */
    String of(String key);
  }

  private final Shown shown;
  private final AdminActions.Meaning meaning;
  private final AdminActions.Complaints problems;
  private final Map<String, Node.Entry> keys = new LinkedHashMap<>();

  private MasterGroups(
      Shown shown, AdminActions.Meaning meaning, AdminActions.Complaints problems) {
    this.shown = shown;
    this.meaning = meaning;
    this.problems = problems;
  }

  /**
   * Reads a section.
   *
   * @param meaning what a path or a name of the file stands for
   * @return what is good of it
   */
  public static MasterGroup read(
      Node.Entry section,
      Shown shown,
      AdminActions.Meaning meaning,
      AdminActions.Complaints problems) {
    return new MasterGroups(shown, meaning, problems).all(section);
  }

  private MasterGroup all(Node.Entry section) {
    Optional<Map<String, Node.Entry>> found = Keys.of(section, shown.of(""), KEYS, problems);
    if (found.isEmpty()) {
      return MasterGroup.NONE;
    }
    keys.putAll(found.get());
    return new MasterGroup(
        root(),
        name(),
        limit(CPU, ResourceFields.CPU_LIMIT),
        limit(MEMORY, ResourceFields.MEMORY),
        limit(SWAP, ResourceFields.SWAP),
        handed(),
        Optional.of(section.at().place()));
  }

  private Optional<Path> root() {
    String example = "an absolute path, such as /sys/fs/cgroup/apps";
    Optional<String> text = text(ROOT, example);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Spot at = at(ROOT);
    try {
      Path path = Path.of(text.get());
      if (path.isAbsolute() && path.equals(path.normalize()) && path.getNameCount() > 0) {
        return Optional.of(path);
      }
      problems.add(at, "'" + shown.of(ROOT) + "' must be " + example);
    } catch (InvalidPathException e) {
      problems.add(at, "'" + shown.of(ROOT) + "' is not a path");
    }
    return Optional.empty();
  }

  private Optional<String> name() {
    Optional<String> name = text(NAME, "the name of a group");
    if (name.isEmpty()) {
      return name;
    }
    boolean good = NAME_PATTERN.matcher(name.get()).matches();
    boolean taken = RESERVED.matcher(name.get()).matches() || name.get().equals(OF_DAEMON);
    if (good && !taken) {
      return name;
    }
    problems.add(
        at(NAME),
        "'%s' must be up to 64 letters, digits and . _ -%s"
            .formatted(
                shown.of(NAME),
                taken ? ", not '" + name.get() + "', which means something else" : ""));
    return Optional.empty();
  }

  private Spot at(String key) {
    return Objects.requireNonNull(keys.get(key)).value().at();
  }

  private Optional<String> text(String key, String what) {
    Node.Entry entry = keys.get(key);
    if (entry == null) {
      return Optional.empty();
    }
    if (!(entry.value() instanceof Node.Text text)
        || text.tree() == null
        || text.text().isBlank()) {
      problems.add(
          entry.value().at(),
          "'%s' must be %s, not %s".formatted(shown.of(key), what, entry.value().kind()));
      return Optional.empty();
    }
    try {
      return Optional.of(meaning.of(text.text()));
    } catch (BadText e) {
      problems.add(text.at(), "'" + shown.of(key) + "': " + e.reason());
      return Optional.empty();
    }
  }

  private long limit(String key, Field<Long> field) {
    Node.Entry entry = keys.get(key);
    if (entry == null) {
      return ResourceSpec.MAX;
    }
    @Nullable Object value = entry.value().tree();
    try {
      if (value == null) {
        throw new Unreadable("has no value");
      }
      return field.type().read(value, Path.of("/"));
    } catch (Unreadable e) {
      problems.add(entry.value().at(), "'" + shown.of(key) + "' " + e.reason());
      return ResourceSpec.MAX;
    }
  }

  private MasterGroup.Handed handed() {
    Node.Entry entry = keys.get(SUBTREE);
    if (entry == null) {
      return new MasterGroup.Handed.Needed();
    }
    @Nullable Object value = entry.value().tree();
    if (value instanceof Boolean all) {
      return all ? new MasterGroup.Handed.All() : new MasterGroup.Handed.Only(Set.of());
    }
    Set<String> controllers = new LinkedHashSet<>();
    List<Node> items =
        entry.value() instanceof Node.Items list ? list.items() : List.of(entry.value());
    for (Node item : items) {
      if (item instanceof Node.Text text && CONTROLLERS.contains(text.text())) {
        controllers.add(text.text());
      } else {
        problems.add(
            item.at(),
            "'%s' must be true, false, or a list of controllers (%s), not %s"
                .formatted(
                    shown.of(SUBTREE),
                    String.join(", ", CONTROLLERS),
                    Printable.line(item.kind(), 80)));
      }
    }
    return new MasterGroup.Handed.Only(controllers);
  }
}
