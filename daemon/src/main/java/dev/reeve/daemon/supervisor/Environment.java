package dev.reeve.daemon.supervisor;

import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.spec.EnvironmentSpec;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.linux.Kin;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.Users;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The environment that processes of services get. */
public final class Environment {
  private static final String BEFORE = "REEVE_ENV_";
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final Set<String> MINIMAL =
      Set.of("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "TZ");

  /** What an init system says to the daemon alone; see sd_notify(3), sd_listen_fds(3). */
  private static final Set<String> OF_THE_DAEMON =
      Set.of(
          "NOTIFY_SOCKET",
          "WATCHDOG_USEC",
          "WATCHDOG_PID",
          "LISTEN_FDS",
          "LISTEN_PID",
          "LISTEN_FDNAMES",
          "INVOCATION_ID",
          "JOURNAL_STREAM",
          "SYSTEMD_EXEC_PID",
          "MEMORY_PRESSURE_WATCH",
          "MEMORY_PRESSURE_WRITE");

  private static final long MAX_FILE = 1 << 20;

  private final Map<String, String> inherited;

  /**
   * @param own the environment of the daemon; what its launcher changed for the daemon alone does
   *     not reach services: {@code REEVE_ENV_X} holds what {@code X} was before, empty if it was
   *     not set
   */
  public Environment(Map<String, String> own) {
    Map<String, String> clean = new HashMap<>(own);
    for (Map.Entry<String, String> variable : own.entrySet()) {
      if (variable.getKey().startsWith(BEFORE)) {
        String name = variable.getKey().substring(BEFORE.length());
        clean.remove(variable.getKey());
        clean.remove(name);
        if (!variable.getValue().isEmpty()) {
          clean.put(name, variable.getValue());
        }
      }
    }
    clean.keySet().removeAll(OF_THE_DAEMON);
    clean.remove(Kin.MARKER);
    clean.putIfAbsent("PATH", DEFAULT_PATH);
    inherited = Map.copyOf(clean);
  }

  /**
   * Makes the environment of an instance.
   *
   * @throws Refusal if a file of it cannot be read
   */
  Map<String, String> of(ServiceSpec spec, InstanceId id, String marker) throws Refusal {
    EnvironmentSpec declared = spec.environment();
    Map<String, String> result = new HashMap<>(inherited);
    if (!declared.inherit()) {
      result.keySet().retainAll(MINIMAL);
    }
    user(spec).ifPresent(user -> become(user, result));
    for (Path file : declared.files()) {
      result.putAll(read(file));
    }
    result.putAll(declared.variables());
    if (!declared.instanceVariable().isEmpty()) {
      result.put(declared.instanceVariable(), Integer.toString(id.number()));
    }
    result.put("REEVE_SERVICE", id.service());
    result.put(Kin.MARKER, marker);
    return result;
  }

  private static void become(Users.User user, Map<String, String> result) {
    result.put("HOME", user.home().toString());
    result.put("USER", user.name());
    result.put("LOGNAME", user.name());
    result.put("SHELL", user.shell());
  }

  private static Optional<Users.User> user(ServiceSpec spec) throws Refusal {
    if (spec.user().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Users.byName(spec.user());
    } catch (LinuxException e) {
      throw new Refusal("cannot look up user " + spec.user() + ": " + e.getMessage(), "", true);
    }
  }

  /** Lines of {@code KEY=VALUE}; blank ones and those that begin with {@code #} are passed over. */
  static Map<String, String> read(Path file) throws Refusal {
    Map<String, String> variables = new HashMap<>();
    String hint = "check 'env_file'; each line is KEY=VALUE";
    try {
      if (Files.size(file) > MAX_FILE) {
        throw new Refusal(file + ": is larger than 1 MiB", hint, false);
      }
      int number = 0;
      for (String line : Files.readString(file, StandardCharsets.UTF_8).split("\n", -1)) {
        number++;
        String text = line.strip();
        if (text.startsWith("export ")) {
          text = text.substring("export ".length()).strip();
        }
        if (text.isEmpty() || text.startsWith("#")) {
          continue;
        }
        int equals = text.indexOf('=');
        if (equals < 1 || text.indexOf('\0') >= 0) {
          throw new Refusal(file + ":" + number + ": is not KEY=VALUE", hint, false);
        }
        variables.put(text.substring(0, equals).strip(), unquoted(text.substring(equals + 1)));
      }
    } catch (IOException e) {
      throw new Refusal(file + ": " + Reasons.of(e), hint, false);
    }
    return variables;
  }

  private static String unquoted(String value) {
    String text = value.strip();
    boolean quoted =
        text.length() >= 2
            && (text.charAt(0) == '"' || text.charAt(0) == '\'')
            && text.charAt(text.length() - 1) == text.charAt(0);
    return quoted ? text.substring(1, text.length() - 1) : text;
  }
}
