package dev.reeve.config.dialect;

import dev.reeve.config.Environment;
import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Spot;
import dev.reeve.core.spec.Durations;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What procman waits for or watches. The first shape that fits is meant, as in procman; variables
 * of the environment are put in.
 */
final class ProcmanProbe {
  /** How long procman waits unless it is told otherwise. */
  static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** The keys that tell the shapes apart, in procman's order, and what they are in Reeve. */
  private static final List<Map.Entry<String, String>> SHAPES =
      List.of(
          Map.entry("url", "http"),
          Map.entry("tcp", "tcp"),
          Map.entry("path", "path"),
          Map.entry("file_contains", "file_contains"),
          Map.entry("process_exited", ""),
          Map.entry("not_listening", "not_listening"),
          Map.entry("not_exists", "not_path"),
          Map.entry("not_running", "not_running"));

  private static final List<String> TIMES = List.of("poll_interval", "timeout_seconds", "retry");

  /** A probe, where it stands, what it is called there, and how long it may take. */
  record Read(Spot at, String foreign, Node.Entries probe, Duration timeout) {}

  private final Sketch sketch;
  private final Environment environment;
  private final boolean waiting;

  /**
   * Prepares for one process.
   *
   * @param waiting whether the probes are waited for, so that they have times
   */
  ProcmanProbe(Sketch sketch, Environment environment, boolean waiting) {
    this.sketch = sketch;
    this.environment = environment;
    this.waiting = waiting;
  }

  /** Seconds with decimals, up to ten years. */
  static Optional<Duration> seconds(String text) {
    return text.matches("\\d{1,9}(\\.\\d{0,9})?")
        ? Optional.of(
            Duration.ofMillis(
                new BigDecimal(text)
                    .movePointRight(3)
                    .setScale(0, RoundingMode.CEILING)
                    .longValue()))
        : Optional.empty();
  }

  /** The probe that a node means; nothing, after a problem, if it means none. */
  Optional<Read> read(Node node) {
    Optional<Map.Entry<String, String>> shape =
        node instanceof Node.Entries map
            ? SHAPES.stream().filter(any -> map.entry(any.getKey()).isPresent()).findFirst()
            : Optional.empty();
    if (shape.isEmpty() || !(node instanceof Node.Entries map)) {
      List<String> keys = SHAPES.stream().map(Map.Entry::getKey).toList();
      sketch.problem(node.at(), "expected one of " + String.join(", ", keys));
      return Optional.empty();
    }
    Node.Entry main = map.entry(shape.get().getKey()).orElseThrow();
    if (shape.get().getValue().isEmpty()) {
      sketch.problem(main.at(), "'process_exited' can be waited for, but not be watched");
      return Optional.empty();
    }
    List<Node.Entry> entries = new ArrayList<>();
    Node.Entries times = map;
    List<String> known = new ArrayList<>(TIMES);
    known.add(main.key());
    if (main.key().equals("file_contains") && main.value() instanceof Node.Entries file) {
      contains(entries, file);
      times = file;
    } else {
      entries.add(new Node.Entry(main.at(), shape.get().getValue(), expanded(main)));
    }
    if (main.key().equals("url")) {
      known.add("code");
      map.entry("code")
          .ifPresentOrElse(
              code -> entries.add(new Node.Entry(code.at(), "status", code.value())),
              () -> sketch.problem(map.at(), "'url' needs a 'code' beside it"));
    }
    for (Node.Entry entry : map.entries()) {
      if (!known.contains(entry.key())) {
        sketch.unknown(entry.at(), entry.key(), known);
      }
    }
    Duration timeout = times(entries, times, main.at());
    return Optional.of(
        new Read(main.at(), main.key(), new Node.Entries(map.at(), entries), timeout));
  }

  private Duration times(List<Node.Entry> entries, Node.Entries map, Spot at) {
    Duration timeout = TIMEOUT;
    if (waiting) {
      Duration interval = time(map, "poll_interval", Duration.ofSeconds(1));
      timeout = time(map, "timeout_seconds", TIMEOUT);
      entries.add(text(place(map, "poll_interval", at), "interval", Durations.format(interval)));
      entries.add(text(place(map, "timeout_seconds", at), "timeout", Durations.format(timeout)));
      map.entry("retry")
          .ifPresentOrElse(entries::add, () -> entries.add(text(at, "retry", "true")));
    }
    return timeout;
  }

  private static Spot place(Node.Entries map, String key, Spot otherwise) {
    return map.entry(key).map(entry -> entry.value().at()).orElse(otherwise);
  }

  private Duration time(Node.Entries map, String key, Duration fallback) {
    Optional<Node.Entry> entry = map.entry(key);
    if (entry.isEmpty()) {
      return fallback;
    }
    String text = Trees.text(entry.get().value()).orElse("");
    Optional<Duration> time = seconds(text);
    if (time.isEmpty()) {
      sketch.problem(
          entry.get().value().at(),
          "'" + key + "' must be a number of seconds, not '" + text + "'");
    }
    return time.orElse(fallback);
  }

  private void contains(List<Node.Entry> entries, Node.Entries file) {
    List<String> known = new ArrayList<>(List.of("path", "format", "key", "env"));
    known.addAll(TIMES);
    for (Node.Entry entry : file.entries()) {
      switch (entry.key()) {
        case "path" ->
            entries.addFirst(new Node.Entry(entry.at(), "file_contains", expanded(entry)));
        case "format" -> {
          String format = Trees.text(entry.value()).orElse("");
          if (!List.of("json", "yaml").contains(format)) {
            sketch.problem(
                entry.value().at(), "'format' must be json or yaml, not '" + format + "'");
          }
          entries.add(entry);
        }
        case "key" -> entries.add(entry);
        case "env" ->
            sketch.ignored(
                entry.at(), "file_contains.env", "what is found does not become a variable");
        default -> {
          if (!known.contains(entry.key())) {
            sketch.unknown(entry.at(), entry.key(), known);
          }
        }
      }
    }
    for (String key : List.of("path", "format", "key")) {
      if (file.entry(key).isEmpty()) {
        sketch.problem(file.at(), "'file_contains' needs a '" + key + "'");
      }
    }
  }

  private static Node.Entry text(Spot at, String key, String text) {
    return new Node.Entry(at, key, new Node.Text(at, text, false));
  }

  private Node expanded(Node.Entry entry) {
    Optional<String> text = Trees.text(entry.value());
    if (text.isEmpty() || text.get().isEmpty()) {
      sketch.problem(
          entry.value().at(), "'" + entry.key() + "' must be text, not " + entry.value().kind());
      return entry.value();
    }
    try {
      return new Node.Text(
          entry.value().at(), DollarText.expand(text.get(), environment, true), false);
    } catch (DollarText.Unset e) {
      sketch.problem(entry.value().at(), "'" + entry.key() + "': " + e.reason());
      return entry.value();
    }
  }
}
