package dev.reeve.config.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command lines of a unit. A command with variables goes through a shell, since Reeve puts no
 * variables into one; so do several commands of a one-shot, each after the one before has ended
 * well.
 */
final class SystemdCommands {
  private static final String SERVICE = "Service";
  private static final Pattern PREFIX = Pattern.compile("^[-@:+!|]+");
  private static final Pattern KILL =
      Pattern.compile("(?:/usr)?(?:/bin/)?kill -(?:s )?(?:SIG)?([A-Z][A-Z0-9]*|\\d+) \\$MAINPID");

  private final UnitFile unit;
  private final Draft draft;
  private final UnitSpecifiers specifiers;
  private final Set<String> read;

  /**
   * Prepares for one unit.
   *
   * @param read gets the keys that are taken care of
   */
  SystemdCommands(UnitFile unit, Draft draft, UnitSpecifiers specifiers, Set<String> read) {
    this.unit = unit;
    this.draft = draft;
    this.specifiers = specifiers;
    this.read = read;
  }

  void translate(boolean once) {
    read.addAll(List.of("ExecStart", "ExecStop", "ExecReload", "ExecStartPre", "ExecStartPost"));
    read.addAll(List.of("ExecStopPost", "ExecCondition"));
    start(once);
    stop();
    reload();
    for (String key : List.of("ExecCondition", "ExecStartPre", "ExecStartPost", "ExecStopPost")) {
      for (UnitFile.Setting setting : unit.all(SERVICE, key)) {
        draft.ignored(
            setting.at(),
            key,
            key.equals("ExecStartPre")
                ? "make a service with 'once: true' of it, and wait for it with 'depends_on'"
                : "Reeve runs no command then");
      }
    }
  }

  private void start(boolean once) {
    List<UnitFile.Setting> settings = unit.all(SERVICE, "ExecStart");
    List<List<String>> commands = new ArrayList<>();
    for (UnitFile.Setting setting : settings) {
      words(setting).ifPresent(words -> commands.addAll(divided(words)));
    }
    if (settings.isEmpty()) {
      draft.problem(draft.at(), "the unit has no 'ExecStart'");
      return;
    }
    if (commands.isEmpty()) {
      return; // the problem has been said
    }
    UnitFile.Setting at = settings.getFirst();
    if (commands.size() > 1 && !once) {
      draft.problem(at.at(), "only a unit with Type=oneshot may have several 'ExecStart'");
      return;
    }
    if (commands.size() == 1 && !UnitWords.hasVariables(commands.getFirst())) {
      draft.put(at.valueAt(), at.key(), "command", UnitWords.plain(commands.getFirst()));
      return;
    }
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < commands.size(); i++) {
      String last = i == commands.size() - 1 ? "exec " : "";
      lines.add(last + UnitWords.shell(commands.get(i)));
    }
    draft
        .put(at.valueAt(), at.key(), "command", String.join(" && ", lines))
        .put(at.valueAt(), at.key(), "shell", "true");
  }

  /** A word that is only a semicolon ends a command. */
  private static List<List<String>> divided(List<String> words) {
    List<List<String>> commands = new ArrayList<>();
    List<String> command = new ArrayList<>();
    for (String word : words) {
      if (word.equals(";") && !command.isEmpty()) {
        commands.add(command);
        command = new ArrayList<>();
      } else {
        command.add(word);
      }
    }
    if (!command.isEmpty()) {
      commands.add(command);
    }
    return commands;
  }

  private Optional<List<String>> words(UnitFile.Setting setting) {
    String value = setting.value();
    Matcher matcher = PREFIX.matcher(value);
    String prefix = matcher.find() ? matcher.group() : "";
    try {
      List<String> words =
          new ArrayList<>(
              UnitWords.split(specifiers.expand(setting, value.substring(prefix.length()))));
      if (words.isEmpty()) {
        draft.problem(setting.valueAt(), "'" + setting.key() + "' names no program");
        return Optional.empty();
      }
      if (prefix.contains("@") && words.size() > 1) {
        draft.warn(
            setting.valueAt(), "its first word is the program, not '" + words.remove(1) + "'");
      }
      if (prefix.contains("+") || prefix.contains("!")) {
        draft.warn(
            setting.valueAt(), "runs as 'user', though '" + prefix + "' would give it all rights");
      }
      if (prefix.contains("-") && setting.key().equals("ExecStart")) {
        draft.warn(setting.valueAt(), "a failure is one, though '-' would ignore it");
      }
      return Optional.of(words);
    } catch (UnitWords.Unclosed e) {
      draft.problem(setting.valueAt(), "'" + setting.key() + "' " + e.reason());
      return Optional.empty();
    }
  }

  private void stop() {
    List<UnitFile.Setting> all = unit.all(SERVICE, "ExecStop");
    if (all.isEmpty()) {
      return;
    }
    if (all.size() > 1) {
      draft.warn(all.get(1).at(), "only the first 'ExecStop' is taken over");
    }
    words(all.getFirst())
        .ifPresent(words ->
            draft.put(all.getFirst().valueAt(), "ExecStop", "stop.command", command(words)));
  }

  private void reload() {
    List<UnitFile.Setting> all = unit.all(SERVICE, "ExecReload");
    if (all.isEmpty()) {
      return;
    }
    UnitFile.Setting last = all.getLast();
    Optional<List<String>> words = words(last);
    Matcher kill = KILL.matcher(words.map(list -> String.join(" ", list)).orElse(""));
    if (kill.matches()) {
      draft.put(last.valueAt(), "ExecReload", "reload", "SIG" + kill.group(1));
    } else {
      words.ifPresent(list -> draft.put(last.valueAt(), "ExecReload", "reload", command(list)));
    }
    if (all.size() > 1) {
      draft.warn(all.getFirst().at(), "only the last 'ExecReload' is taken over");
    }
  }

  private static List<String> command(List<String> words) {
    return UnitWords.hasVariables(words)
        ? List.of("/bin/sh", "-c", "exec " + UnitWords.shell(words))
        : UnitWords.plain(words);
  }
}
