package dev.reeve.config.dialect;

import dev.reeve.config.tree.Unloadable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The {@code .conf} files of APM 2: {@code worker { … }}, {@code include}, and a {@code daemon { …
 * }} whose settings belong elsewhere here.
 */
final class Apm implements SketchingDialect {
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?:^|[;{}])[ \\t]*(?:worker(?:\\s+[^\\s{};]+)?|daemon)\\s*\\{", Pattern.MULTILINE);

  /** What the settings of APM's daemon are called in Reeve's own files. */
  private static final Map<String, String> DAEMON =
      Map.of(
          "gui_port", "daemon.console.port",
          "gui_bind", "daemon.console.bind",
          "gui_password", "daemon.console.users",
          "auto_reload", "daemon.auto_reload",
          "allow_group", "daemon.allow_group");

  private static final Set<String> KEYS = keys();

  private static Set<String> keys() {
    Set<String> keys = new HashSet<>(ApmOptions.KEYS);
    keys.addAll(ApmBlocks.KEYS);
    keys.addAll(DAEMON.keySet());
    keys.addAll(List.of("include", "worker", "daemon", "telemetry"));
    return keys;
  }

  @Override
  public String name() {
    return "APM";
  }

  @Override
  public boolean claims(String fileName) {
    return fileName.equals("apm.conf");
  }

  @Override
  public boolean recognises(Candidate candidate) {
    return candidate.extension().equals("conf") && BLOCK.matcher(candidate.text()).find();
  }

  @Override
  public List<Sketch> sketches(Translation translation) throws Unloadable {
    List<Sketch> sketches = new ArrayList<>();
    for (ApmStatement statement : new ApmParser(translation, KEYS).read()) {
      switch (statement) {
        case ApmStatement.Block worker when worker.key().equals("worker") ->
            new ApmWorker(translation, worker).sketch().ifPresent(sketches::add);
        case ApmStatement.Block daemon when daemon.key().equals("daemon") ->
            daemon.statements().forEach(setting -> daemon(translation, setting));
        case ApmStatement.Pair telemetry when telemetry.key().equals("telemetry") -> {
          if (telemetry.isTrue()) {
            translation.warn(
                telemetry.at(), "'telemetry' has no equivalent: Reeve tells nobody; ignored");
          }
        }
        case ApmStatement.Block block ->
            translation.warn(block.at(), "unknown block '" + block.key() + "' is ignored");
        case ApmStatement.Pair pair -> stray(translation, pair);
      }
    }
    return sketches;
  }

  private static void stray(Translation translation, ApmStatement.Pair pair) {
    translation.warn(
        pair.at(),
        "'"
            + pair.key()
            + "' is ignored: "
            + (ApmOptions.KEYS.contains(pair.key())
                ? "it belongs into a 'worker { … }'"
                : "it has no meaning outside of a block"));
  }

  private static void daemon(Translation translation, ApmStatement setting) {
    String known = DAEMON.get(setting.key());
    if (setting instanceof ApmStatement.Pair pair && pair.key().equals("auto_reload")) {
      if (pair.isTrue()) {
        translation.follow();
      }
      return;
    }
    translation.warn(
        setting.at(),
        known == null
            ? "unknown '" + setting.key() + "' in 'daemon' is ignored"
            : "'daemon."
                + setting.key()
                + "' is ignored: settings of the daemon belong into a reeve.yaml, as '"
                + known
                + "'");
  }
}
