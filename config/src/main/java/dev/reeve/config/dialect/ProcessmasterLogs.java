package dev.reeve.config.dialect;

import dev.reeve.config.tree.Node;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The logs of a definition of processmaster: files as the program writes them. */
final class ProcessmasterLogs {
  private static final List<String> KEYS =
      List.of(
          "stdout",
          "stderr",
          "rotation_mode",
          "rotation_size",
          "rotation_backups",
          "rotation_frequency",
          "rotation_max_age_ms",
          "compression_enabled",
          "stop_command_stdout",
          "stop_command_stderr",
          "hints");

  private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*(?:([kmgt])(i?))?b?");

  /** What Reeve rotates by instead of times that it does not know. */
  private static final Map<String, String> NEAREST =
      Map.of("minutely", "hourly", "monthly", "weekly");

  /** What is written for files that are not to be deleted at all. */
  private static final String FOR_EVER = "3650d";

  private final Sketch sketch;
  private final Node.Entries logs;

  ProcessmasterLogs(Sketch sketch, Node.Entries logs) {
    this.sketch = sketch;
    this.logs = logs;
  }

  /**
   * The bytes of a size; units are powers of 1000, and of 1024 with an {@code i}. Any other text as
   * it is, for the reader to judge.
   */
  static String bytes(String text) {
    Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return text;
    }
    long bytes = Long.parseLong(String.valueOf(matcher.group(1)));
    String unit = Optional.ofNullable(matcher.group(2)).orElse("");
    int step = "i".equals(matcher.group(3)) ? 1024 : 1000;
    for (int i = unit.isEmpty() ? 0 : "kmgt".indexOf(unit) + 1; i > 0; i--) {
      if (bytes > Long.MAX_VALUE / step) {
        return text;
      }
      bytes *= step;
    }
    return Long.toString(bytes);
  }

  void translate() {
    ProcessmasterService.known(sketch, logs, KEYS);
    file("stdout");
    file("stderr");
    rotation();
    value("rotation_backups").ifPresent(entry -> sketch.put(entry, "logs.rotate.keep"));
    value("rotation_max_age_ms")
        .ifPresent(entry -> {
          String age = ProcessmasterService.millis(entry);
          sketch.put(entry, "logs.rotate.max_age", age.equals(FOR_EVER) ? "0s" : age);
        });
    value("compression_enabled").ifPresent(entry -> sketch.put(entry, "logs.rotate.compress"));
    value("hints").ifPresent(entry -> sketch.put(entry, "logs.hints"));
    for (String key : List.of("stop_command_stdout", "stop_command_stderr")) {
      value(key)
          .ifPresent(entry ->
              sketch.ignored(
                  entry.at(), key, "the output of stop commands goes to the logs of the service"));
    }
    sketch
        .byDefault("logs.format", "raw")
        .byDefault("logs.rotate.keep", "10")
        .byDefault("logs.rotate.max_age", "30d")
        .byDefault("logs.rotate.compress", "true");
  }

  private Optional<Node.Entry> value(String key) {
    return ProcessmasterService.present(logs, key);
  }

  private void file(String stream) {
    value(stream)
        .ifPresentOrElse(
            entry -> sketch.put(entry, "logs." + stream),
            () -> sketch.byDefault("logs." + stream, "./logs/" + stream + ".log"));
  }

  /** Logs that are rotated by time have Reeve's limit of size beside it. */
  private void rotation() {
    Optional<Node.Entry> mode = value("rotation_mode");
    String by = mode.flatMap(entry -> Trees.text(entry.value())).orElse("size");
    Optional<Node.Entry> frequency = value("rotation_frequency");
    if (by.equals("time")) {
      Node.Entry at = frequency.or(() -> mode).orElseThrow();
      String every = frequency.flatMap(entry -> Trees.text(entry.value())).orElse("daily");
      if (every.equals("none")) {
        sketch.put(at, "logs.rotate.size", "0");
        return;
      }
      String nearest = NEAREST.getOrDefault(every, every);
      if (!nearest.equals(every)) {
        sketch.warn(at.at(), "logs are rotated " + nearest + ": there is no '" + every + "'");
      }
      sketch.put(at, "logs.rotate.every", nearest);
      return;
    }
    if (!by.equals("size")) {
      Node.Entry wrong = mode.orElseThrow();
      sketch.problem(wrong.value().at(), "'rotation_mode' must be size or time, not '" + by + "'");
    }
    value("rotation_size")
        .ifPresent(entry -> {
          String text = Trees.text(entry.value()).orElse("");
          sketch.put(entry, "logs.rotate.size", bytes(text));
        });
    sketch.byDefault("logs.rotate.size", "10000000");
  }
}
