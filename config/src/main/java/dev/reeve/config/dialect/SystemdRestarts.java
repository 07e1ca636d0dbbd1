package dev.reeve.config.dialect;

import dev.reeve.config.tree.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** When a unit of systemd is started again. */
final class SystemdRestarts {
  private static final String SERVICE = "Service";

  private final UnitFile unit;
  private final Draft draft;
  private final Set<String> read;

  /**
   * Prepares for one unit.
   *
   * @param read gets the keys that are taken care of
   */
  SystemdRestarts(UnitFile unit, Draft draft, Set<String> read) {
    this.unit = unit;
    this.draft = draft;
    this.read = read;
  }

  void translate(boolean once) {
    read.addAll(List.of("Restart", "RestartSec", "RestartPreventExitStatus", "SuccessExitStatus"));
    read.addAll(
        List.of(
            "StartLimitIntervalSec", "StartLimitInterval", "StartLimitBurst", "StartLimitAction"));
    Optional<UnitFile.Setting> restart = last(SERVICE, "Restart");
    String policy = restart.map(UnitFile.Setting::value).orElse("no");
    switch (policy) {
      case "no" -> draft.byDefault("restart.policy", "never");
      case "always", "on-success", "on-failure" ->
          draft.put(restart.orElseThrow().valueAt(), "Restart", "restart.policy", policy);
      case "on-abnormal", "on-abort", "on-watchdog" ->
          draft
              .put(restart.orElseThrow().valueAt(), "Restart", "restart.policy", "on-failure")
              .warn(
                  restart.orElseThrow().valueAt(),
                  "'Restart=" + policy + "' becomes on-failure, which exit codes lead to as well");
      default -> draft.put(restart.orElseThrow().valueAt(), "Restart", "restart.policy", policy);
    }
    String delay =
        last(SERVICE, "RestartSec").map(it -> UnitTimes.text(it.value())).orElse("100ms");
    draft.byDefault("restart.delay", delay).byDefault("restart.delay_success", delay);
    draft.byDefault("restart.max_delay", "3650d");
    codes(policy);
    if (!policy.equals("no") && !once) {
      limit();
    }
  }

  private Optional<UnitFile.Setting> last(String section, String key) {
    List<UnitFile.Setting> all = unit.all(section, key);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  /** Codes that are no failure matter only where failures are restarted. */
  private void codes(String policy) {
    List<String> codes = new ArrayList<>();
    List<UnitFile.Setting> settings =
        new ArrayList<>(unit.all(SERVICE, "RestartPreventExitStatus"));
    if (policy.startsWith("on-") && !policy.equals("on-success")) {
      settings.addAll(unit.all(SERVICE, "SuccessExitStatus"));
    }
    for (UnitFile.Setting setting : settings) {
      for (String word : setting.value().split("\\s+", -1)) {
        if (!word.matches("\\d{1,3}")) {
          draft.ignored(setting.at(), setting.key() + "=" + word, "only exit codes are numbers");
        } else if (!codes.contains(word)) {
          codes.add(word);
        }
      }
    }
    if (!codes.isEmpty()) {
      draft.put(settings.getFirst().valueAt(), "exit codes", "restart.except_codes", codes);
    }
  }

  /** So many starts within a time, the first one included; systemd says 5 in 10 s by itself. */
  private void limit() {
    Optional<UnitFile.Setting> interval =
        last("Unit", "StartLimitIntervalSec")
            .or(() -> last(SERVICE, "StartLimitInterval"))
            .or(() -> last(SERVICE, "StartLimitIntervalSec"));
    Optional<UnitFile.Setting> burst =
        last("Unit", "StartLimitBurst").or(() -> last(SERVICE, "StartLimitBurst"));
    String within = interval.map(it -> UnitTimes.text(it.value())).orElse("10s");
    String starts = burst.map(UnitFile.Setting::value).orElse("5");
    if (within.equals("0s") || starts.equals("0")) {
      return;
    }
    UnitFile.Setting at = burst.or(() -> interval).orElse(null);
    if (starts.equals("1")) {
      draft.put(burst.orElseThrow().valueAt(), "StartLimitBurst", "restart.policy", "never");
      return;
    }
    String most =
        starts.matches("\\d{1,6}") ? Integer.toString(Integer.parseInt(starts) - 1) : starts;
    if (at == null) {
      draft.byDefault("restart.limit", most + "/" + within);
    } else {
      List<Node.Entry> limit = new ArrayList<>();
      limit.add(new Node.Entry(at.at(), "max", new Node.Text(at.valueAt(), most, false)));
      limit.add(new Node.Entry(at.at(), "within", new Node.Text(at.valueAt(), within, false)));
      draft.put(at.at(), at.key(), "restart.limit", new Node.Entries(at.valueAt(), limit));
    }
  }
}
