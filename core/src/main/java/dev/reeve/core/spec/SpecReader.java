package dev.reeve.core.spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link ServiceSpec} of a tree of maps, lists and scalars. Strict: unknown keys are
 * problems.
 */
public final class SpecReader {
  static final String ON_CRASH = "on_crash";

  /** What became of a tree: a spec if there was no problem, and all the problems. */
  public record Reading(Optional<ServiceSpec> spec, List<Problem> problems) {}

  private final Map<Field<?>, Object> values = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Path base;
  private boolean commandMistyped;

  private SpecReader(Path base) {
    this.base = base;
  }

  /**
   * Reads one service.
   *
   * @param name its name
   * @param tree its fields, nested as in the configuration file
   * @param base the folder that relative paths start from; also the default working directory
   */
  public static Reading read(String name, Map<?, ?> tree, Path base) {
    SpecReader reader = new SpecReader(base);
    try {
      Names.checked(name);
    } catch (Unreadable e) {
      reader.problems.add(new Problem("", "'" + name + "' " + e.reason(), true));
    }
    Map<String, Object> flat = new LinkedHashMap<>();
    reader.flatten("", tree, flat);
    reader.readAll(flat);
    Optional<ServiceSpec> spec =
        reader.problems.isEmpty() ? Optional.of(reader.build(name)) : Optional.empty();
    return new Reading(spec, List.copyOf(reader.problems));
  }

  /** Keys of the fields themselves, and of the maps that hold them. */
  private void flatten(String prefix, Map<?, ?> tree, Map<String, Object> flat) {
    for (Map.Entry<?, ?> entry : tree.entrySet()) {
      String key = String.valueOf(entry.getKey());
      String path = prefix.isEmpty() ? key : prefix + key;
      Object value = entry.getValue();
      if (value == null) {
        if (isField(path) || isSection(path)) {
          problems.add(new Problem(path, "'" + key + "' has no value", false));
        } else {
          unknown(prefix, key);
        }
      } else if (isField(path)) {
        declare(path, path, value, flat);
      } else if (!isSection(path)) {
        unknown(prefix, key);
      } else if (value instanceof Map<?, ?> section) {
        flatten(path + ".", section, flat);
      } else if (path.equals("restart")) {
        declare(RestartFields.POLICY.path(), path, value, flat); // restart: always
      } else {
        problems.add(
            new Problem(
                path, "'" + key + "' must be a map, not " + FieldTypes.shown(value), false));
      }
    }
  }

  /** A field has two spellings: nested, and as one key with dots. */
  private void declare(String field, String path, Object value, Map<String, Object> flat) {
    if (flat.putIfAbsent(field, value) != null) {
      problems.add(new Problem(path, "'" + field + "' is declared twice", true));
    }
  }

  private void unknown(String prefix, String key) {
    Set<String> known = new LinkedHashSet<>();
    for (Field<?> field : Fields.ALL) {
      if (field.path().startsWith(prefix)) {
        String rest = field.path().substring(prefix.length());
        boolean section = rest.contains(".") && !key.contains(".");
        known.add(section ? rest.substring(0, rest.indexOf('.')) : rest);
      }
    }
    String where = prefix.isEmpty() ? "" : " in '" + prefix.substring(0, prefix.length() - 1) + "'";
    problems.add(
        new Problem(
            prefix + key,
            "unknown field '" + key + "'" + where + Names.didYouMean(key, known),
            true));
    commandMistyped |=
        prefix.isEmpty()
            && Names.nearest(key, known).filter(Fields.COMMAND.path()::equals).isPresent();
  }

  private void readAll(Map<String, Object> flat) {
    Path directory = base;
    Object cwd = flat.get(Fields.DIRECTORY.path());
    if (cwd != null) {
      readOne(Fields.DIRECTORY, cwd, base);
      directory = get(Fields.DIRECTORY);
    }
    for (Field<?> field : Fields.ALL) {
      Object tree = flat.get(field.path());
      if (tree == null || field.equals(Fields.DIRECTORY)) {
        continue;
      }
      if (field.equals(Fields.COMMAND) && isTrue(flat.get(Fields.SHELL.path()))) {
        readShellLine(tree);
      } else {
        boolean below = field.path().startsWith("logs.") || field.equals(Fields.PROVISION);
        readOne(field, tree, below ? directory : base);
      }
    }
    if (!flat.containsKey(Fields.COMMAND.path()) && !commandMistyped && !isNoted(Fields.COMMAND)) {
      problems.add(new Problem("", "'command' is missing; say what to run", false));
    }
    if (get(Fields.ONCE)
        && values.get(RestartFields.POLICY) instanceof RestartPolicy policy
        && (policy == RestartPolicy.ALWAYS || policy == RestartPolicy.ON_SUCCESS)) {
      problems.add(
          new Problem(
              RestartFields.POLICY.path(),
              "'restart: %s' contradicts 'once: true'; a one-shot may only restart on-failure"
                  .formatted(FieldTypes.word(policy)),
              false));
    }
    if (get(Fields.SCHEDULE).isPresent() && values.containsKey(RestartFields.POLICY)) {
      problems.add(
          new Problem(
              RestartFields.POLICY.path(),
              "'restart' contradicts 'schedule': each run ends by itself; remove one of the two",
              false));
    }
    if (get(Fields.ROLLOUT).until() == Condition.HEALTHY && !get(Fields.HEALTH).isDeclared()) {
      problems.add(
          new Problem(
              Fields.ROLLOUT.path(), "'rollout' waits for healthy, which needs 'health'", false));
    }
    checkHas(CrashFields.URL, CrashFields.ALL, ON_CRASH, "'on_crash' needs a 'url' that is called");
    checkHas(StatsdFields.HOST, StatsdFields.ALL, "statsd", "'statsd' needs a 'host' that is told");
    checkSockets();
    if (!get(Fields.GROUP).isEmpty() && get(Fields.USER).isEmpty()) {
      problems.add(new Problem(Fields.GROUP.path(), "'group' needs a 'user' beside it", false));
    }
  }

  /** Of these fields one must be there if any is; what is wrong with it is told already. */
  private void checkHas(Field<?> needed, List<Field<?>> all, String path, String message) {
    if (!values.containsKey(needed) && isAnyDeclared(all) && !isNoted(needed)) {
      problems.add(new Problem(path, message, false));
    }
  }

  private boolean isAnyDeclared(List<Field<?>> fields) {
    for (Field<?> field : fields) {
      if (values.containsKey(field)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a problem of this field was found already. */
  private boolean isNoted(Field<?> field) {
    return problems.stream().anyMatch(problem -> problem.path().equals(field.path()));
  }

  private void checkSockets() {
    int count = get(Fields.SOCKETS).size();
    if (get(Fields.READY) instanceof Ready.Descriptor(int number, var timeout)
        && number < SocketSpec.FIRST + count) {
      problems.add(
          new Problem(
              Fields.READY.path(),
              "'ready' wants descriptor %d, which is one of 'sockets'; take %d"
                  .formatted(number, SocketSpec.FIRST + count),
              false));
    }
    if (count > 0 && get(Fields.SCHEDULE).isPresent()) {
      problems.add(
          new Problem(
              Fields.SOCKETS.path(),
              "'sockets' contradict 'schedule': between its runs nobody would answer",
              false));
    }
  }

  private void readShellLine(Object tree) {
    if (tree instanceof Collection<?>) {
      problems.add(
          new Problem(
              Fields.COMMAND.path(),
              "'command' must be one line of text with 'shell: true'; a list needs no shell",
              false));
      return;
    }
    try {
      String line = FieldTypes.scalar(tree, "command line");
      if (line.isBlank()) {
        throw new Unreadable("is empty; name a program");
      }
      values.put(Fields.COMMAND, new Command.ShellLine(line));
    } catch (Unreadable e) {
      problems.add(new Problem(Fields.COMMAND.path(), "'command' " + e.reason(), false));
    }
  }

  private <T> void readOne(Field<T> field, Object tree, Path from) {
    try {
      values.put(field, field.type().read(tree, from));
    } catch (Unreadable e) {
      problems.add(e.problem(field.path()));
    }
  }

  @SuppressWarnings("unchecked") // readOne only puts what the type of the field has read
  private <T> T get(Field<T> field) {
    return (T) values.getOrDefault(field, field.fallback());
  }

  private ServiceSpec build(String name) {
    boolean once = get(Fields.ONCE);
    RestartPolicy policy =
        values.get(RestartFields.POLICY) instanceof RestartPolicy declared
            ? declared
            : once ? RestartPolicy.NEVER : RestartFields.POLICY.fallback();
    return new ServiceSpec(
        name,
        get(Fields.COMMAND),
        get(Fields.INTERPRETER),
        values.containsKey(Fields.DIRECTORY) ? get(Fields.DIRECTORY) : base,
        get(Fields.USER),
        get(Fields.GROUP),
        get(Fields.INSTANCES),
        new EnvironmentSpec(
            get(Fields.ENV),
            get(Fields.ENV_FILE),
            get(Fields.INSTANCE_ENV),
            get(Fields.INHERIT_ENV)),
        get(Fields.GROUP_NAME),
        get(Fields.DESCRIPTION),
        get(Fields.ENABLED),
        get(Fields.LABELS),
        once,
        get(Fields.ESSENTIAL),
        new RestartSpec(
            policy,
            get(RestartFields.DELAY),
            get(RestartFields.DELAY_SUCCESS),
            get(RestartFields.BACKOFF),
            get(RestartFields.MAX_DELAY),
            get(RestartFields.JITTER),
            get(RestartFields.MAX),
            get(RestartFields.MAX_SUCCESS),
            get(RestartFields.MIN_UPTIME),
            get(RestartFields.LIMIT),
            get(RestartFields.EXIT_CODES),
            get(RestartFields.EXCEPT_CODES)),
        new StopSpec(get(Fields.STOP_SIGNAL), get(Fields.STOP_COMMAND), get(Fields.GRACE)),
        get(Fields.RELOAD),
        get(Fields.STARTUP_GRACE),
        get(Fields.DIAGNOSE),
        new Needs(get(Fields.DEPENDS_ON), get(Fields.DEPENDS_TIMEOUT), get(Fields.ON_TIMEOUT)),
        get(Fields.READY),
        get(Fields.HEALTH),
        get(Fields.WATCHDOG),
        get(Fields.CHECKS),
        get(Fields.SCHEDULE),
        get(Fields.WATCH),
        get(Fields.ROLLOUT),
        get(Fields.PROVISION),
        new CrashSpec(
            get(CrashFields.URL),
            get(CrashFields.METHOD),
            get(CrashFields.DEBOUNCE),
            get(CrashFields.LOG_LINES),
            get(CrashFields.LOG_SOURCE),
            get(CrashFields.SECRET)),
        new StatsdSpec(
            get(StatsdFields.HOST), get(StatsdFields.PREFIX), get(StatsdFields.INTERVAL)),
        new ResourceSpec(
            get(ResourceFields.CPU_LIMIT),
            get(ResourceFields.MEMORY),
            get(ResourceFields.SWAP),
            get(ResourceFields.PIDS),
            get(ResourceFields.IO_WEIGHT),
            get(ResourceFields.NOFILE),
            get(ResourceFields.NICE),
            get(ResourceFields.OOM_SCORE),
            get(ResourceFields.OOM)),
        new SandboxSpec(
            get(SandboxFields.NO_NEW_PRIVILEGES),
            get(SandboxFields.CAPABILITIES),
            get(SandboxFields.PRIVATE_TMP),
            get(SandboxFields.READ_ONLY_PATHS),
            get(SandboxFields.UMASK)),
        get(Fields.SOCKETS),
        new LogSpec(
            get(LogFields.LOG_OUT),
            get(LogFields.LOG_ERR),
            get(LogFields.LOG_FORMAT),
            new LineLook(
                get(LogFields.LOG_TIME_FORMAT),
                get(LogFields.LOG_PREFIX),
                get(LogFields.LOG_STRIP_ANSI)),
            new Rotation(
                get(LogFields.LOG_SIZE),
                get(LogFields.LOG_KEEP),
                get(LogFields.LOG_COMPRESS),
                get(LogFields.LOG_EVERY),
                get(LogFields.LOG_MAX_AGE)),
            get(LogFields.ON_FULL),
            new SyslogSpec(get(LogFields.SYSLOG), get(LogFields.SYSLOG_TAG)),
            get(LogFields.LOG_HINTS)));
  }

  private static boolean isField(String path) {
    return FieldPaths.field(path).isPresent();
  }

  private static boolean isSection(String path) {
    return FieldPaths.isSection(path);
  }

  private static boolean isTrue(@Nullable Object tree) {
    return Boolean.TRUE.equals(tree) || "true".equals(tree);
  }
}
