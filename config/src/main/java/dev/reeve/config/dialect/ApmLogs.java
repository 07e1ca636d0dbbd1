package dev.reeve.config.dialect;

import dev.reeve.config.tree.Node;
import dev.reeve.core.spec.LineTemplate;
import java.util.Map;
import java.util.Optional;

/** The logs of a worker of APM. */
final class ApmLogs {
  private static final String RESET = "çR-";

  private final Sketch sketch;
  private final Map<String, ApmStatement.Pair> pairs;

  ApmLogs(Sketch sketch, Map<String, ApmStatement.Pair> pairs) {
    this.sketch = sketch;
    this.pairs = pairs;
  }

  private Optional<ApmStatement.Pair> pair(String key) {
    return Optional.ofNullable(pairs.get(key)).filter(pair -> !pair.pieces().isEmpty());
  }

  void translate() {
    Optional<ApmStatement.Pair> log = pair("log");
    log.ifPresent(pair -> sketch.put(pair.at(), "log", "logs.stdout", pair.text()));
    pair("err_log")
        .or(() -> log)
        .ifPresent(pair -> sketch.put(pair.at(), pair.key(), "logs.stderr", pair.text()));
    pair("prefix").ifPresent(pair -> put(pair, "logs.prefix", prefix(pair.raw())));
    pair("log_time_format")
        .ifPresent(pair -> put(pair, "logs.time_format", timeFormat(pair.raw())));
    pair("syslog").ifPresent(pair -> put(pair, "logs.syslog", url(pair.raw())));
  }

  private void put(ApmStatement.Pair pair, String path, String text) {
    sketch.put(pair.at(), pair.key(), path, new Node.Text(pair.valueAt(), text, false));
  }

  /** Behind the prefix of a worker with several instances comes which one it is. */
  private String prefix(String text) {
    String plain = text.replace("%", "%%");
    boolean several =
        pair("instances").filter(pair -> !pair.raw().equals("1")).isPresent()
            && !plain.contains("{instance}");
    if (!several) {
      return plain;
    }
    return plain.endsWith(RESET)
        ? plain.substring(0, plain.length() - RESET.length()) + "#{instance}" + RESET
        : plain + "#{instance}";
  }

  /** {@code %F} is the fraction of a second there; what is no token stands for itself. */
  private static String timeFormat(String text) {
    StringBuilder format = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      format.append(c);
      if (c == '%') {
        char token = i + 1 < text.length() ? text.charAt(i + 1) : '%';
        boolean known = token == '%' || LineTemplate.TOKENS.indexOf(token) >= 0;
        format.append(token == 'F' ? "f" : known ? "" + token : "%");
        i += known ? 1 : 0;
      }
    }
    return format.toString();
  }

  /** {@code syslog://localhost:514}, as APM writes it, is UDP. */
  private static String url(String text) {
    String address = text.startsWith("syslog://") ? text.substring("syslog://".length()) : text;
    return address.contains("://") ? address : "udp://" + address;
  }
}
