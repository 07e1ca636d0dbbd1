package dev.reeve.config.dialect;

import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Spot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** A block inside of a worker: crashes, metrics, the dashboard, the guard of its servers. */
final class ApmBlocks {
  private static final List<String> ON_CRASH =
      List.of("url", "method", "debounce", "log_lines", "log_source", "secret");
  private static final List<String> STATSD = List.of("host", "prefix", "interval");
  private static final List<String> DASHBOARD = List.of("name", "cols", "rows", "module");
  private static final List<String> MODULE =
      List.of(
          "type",
          "id",
          "name",
          "x",
          "y",
          "w",
          "h",
          "unit",
          "min",
          "max",
          "color",
          "base_color",
          "source");

  /** What becomes of the values of the guard. */
  private static final Map<String, Function<ApmStatement.Pair, Node>> VANGUARD =
      Map.ofEntries(
          Map.entry("allow_ip", ApmStatement.Pair::list),
          Map.entry("ban_ip", ApmStatement.Pair::list),
          Map.entry("ban_path", ApmStatement.Pair::list),
          Map.entry("ban_response", ApmStatement.Pair::text),
          Map.entry("allow_method", ApmBlocks::upperCase),
          Map.entry("ban_method", ApmBlocks::upperCase),
          Map.entry("rate_limit", ApmStatement.Pair::text),
          Map.entry("rate_burst", ApmStatement.Pair::text),
          Map.entry("ban_ttl", ApmStatement.Pair::millis),
          Map.entry("log", ApmStatement.Pair::yesNo),
          Map.entry("log_summary", ApmStatement.Pair::seconds));

  /** The names of all blocks and of what stands in them. */
  static final Set<String> KEYS = keys();

  private final Sketch sketch;
  private final ApmStatement.Block block;

  ApmBlocks(Sketch sketch, ApmStatement.Block block) {
    this.sketch = sketch;
    this.block = block;
  }

  private static Set<String> keys() {
    Set<String> keys = new HashSet<>(List.of("on_crash", "statsd", "dashboard", "vanguard"));
    keys.addAll(ON_CRASH);
    keys.addAll(STATSD);
    keys.addAll(DASHBOARD);
    keys.addAll(MODULE);
    keys.addAll(VANGUARD.keySet());
    return keys;
  }

  private static Node upperCase(ApmStatement.Pair pair) {
    List<Node> items = new ArrayList<>();
    pair.items()
        .forEach(item ->
            items.add(new Node.Text(item.at(), item.text().toUpperCase(Locale.ROOT), false)));
    return new Node.Items(pair.valueAt(), items);
  }

  void translate() {
    switch (block.key()) {
      case "on_crash" -> onCrash();
      case "statsd" -> statsd();
      case "dashboard" -> dashboard();
      case "vanguard" -> vanguard();
      default -> sketch.unknown(block.at(), block.key(), KEYS);
    }
  }

  /** The pairs by their keys; repeated ones are one list. Whatever else there is has a warning. */
  private static Map<String, ApmStatement.Pair> pairs(
      Sketch sketch, ApmStatement.Block block, Set<String> known) {
    Map<String, ApmStatement.Pair> pairs = new LinkedHashMap<>();
    for (ApmStatement statement : block.statements()) {
      if (!known.contains(statement.key())) {
        sketch.unknown(statement.at(), statement.key(), known);
      } else if (statement instanceof ApmStatement.Pair pair) {
        pairs.merge(pair.key(), pair, ApmOptions::added);
      } else if (!statement.key().equals("module")) {
        sketch.unknown(statement.at(), statement.key() + " { … }", Set.of());
      }
    }
    return pairs;
  }

  private void onCrash() {
    Map<String, ApmStatement.Pair> pairs = pairs(sketch, block, Set.copyOf(ON_CRASH));
    if (!pairs.containsKey("url")) {
      sketch.ignored(block.at(), "on_crash", "APM ignores it, too, because it has no 'url'");
      return;
    }
    pairs.forEach((key, pair) -> {
      Node value = key.equals("debounce") ? debounce(pair) : pair.text();
      sketch.put(pair.at(), "on_crash." + key, "on_crash." + key, value);
    });
    sketch
        .byDefault("on_crash.method", "POST")
        .byDefault("on_crash.debounce", "5s")
        .byDefault("on_crash.log_lines", "0")
        .byDefault("on_crash.log_source", "err");
    if (pairs.containsKey("secret")) {
      Spot at = pairs.get("secret").at();
      sketch.warn(at, "the signature is in X-Reeve-Signature, where APM says X-APM-Signature");
    }
  }

  private Node debounce(ApmStatement.Pair pair) {
    boolean isShort = pair.raw().matches("\\d{1,4}") && Integer.parseInt(pair.raw()) < 5000;
    if (isShort) {
      sketch.warn(pair.at(), "'debounce' is 5 s: it cannot be shorter, as in APM");
    }
    return isShort ? new Node.Text(pair.valueAt(), "5s", false) : pair.millis();
  }

  private void statsd() {
    Map<String, ApmStatement.Pair> pairs = pairs(sketch, block, Set.copyOf(STATSD));
    if (!pairs.containsKey("host")) {
      sketch.ignored(block.at(), "statsd", "APM ignores it, too, because it has no 'host'");
      return;
    }
    pairs.forEach((key, pair) -> {
      Node value = key.equals("interval") ? pair.seconds() : pair.text();
      sketch.put(pair.at(), "statsd." + key, "statsd." + key, value);
    });
    sketch
        .byDefault("statsd.prefix", "apm." + sketch.name().replaceAll("[^A-Za-z0-9]", "_"))
        .byDefault("statsd.interval", "1s");
  }

  private void vanguard() {
    Map<String, ApmStatement.Pair> pairs = pairs(sketch, block, VANGUARD.keySet());
    pairs.forEach((key, pair) ->
        sketch.put(
            pair.at(),
            "vanguard." + key,
            "guard." + key,
            VANGUARD.getOrDefault(key, ApmStatement.Pair::text).apply(pair)));
    if (pairs.containsKey("rate_limit") && !pairs.containsKey("rate_burst")) {
      sketch.byDefault("guard.rate_burst", pairs.get("rate_limit").raw());
    }
    if (!pairs.isEmpty()) {
      sketch.byDefault("guard.log", "true");
    }
  }

  private void dashboard() {
    Map<String, ApmStatement.Pair> pairs = pairs(sketch, block, Set.copyOf(DASHBOARD));
    pairs.forEach(
        (key, pair) -> sketch.put(pair.at(), "dashboard." + key, "dashboard." + key, pair.text()));
    List<Node> modules = new ArrayList<>();
    Map<String, Spot> ids = new HashMap<>();
    for (ApmStatement statement : block.statements()) {
      if (statement instanceof ApmStatement.Block module && module.key().equals("module")) {
        modules.add(module(module, ids));
      }
    }
    sketch
        .byDefault("dashboard.name", sketch.name())
        .byDefault("dashboard.cols", "6")
        .byDefault("dashboard.rows", "3");
    if (!modules.isEmpty()) {
      sketch.put(block.at(), "dashboard", "dashboard.modules", new Node.Items(block.at(), modules));
    }
  }

  private Node module(ApmStatement.Block module, Map<String, Spot> ids) {
    List<Node.Entry> entries = new ArrayList<>();
    Map<String, ApmStatement.Pair> pairs = pairs(sketch, module, Set.copyOf(MODULE));
    pairs.forEach((key, pair) -> entries.add(new Node.Entry(pair.at(), key, pair.text())));
    for (String key : List.of("type", "id", "x", "y", "w", "h")) {
      if (!pairs.containsKey(key)) {
        sketch.warn(module.at(), "the module of the dashboard has no '" + key + "'");
      }
    }
    ApmStatement.Pair id = pairs.get("id");
    if (id != null) {
      Spot first = ids.putIfAbsent(id.raw(), id.at());
      if (first != null) {
        sketch.warn(id.at(), "there is a module " + id.raw() + " already, in line " + first.line());
      }
    }
    return new Node.Entries(module.at(), entries);
  }
}
