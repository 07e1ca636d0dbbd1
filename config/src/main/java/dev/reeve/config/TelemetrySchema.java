package dev.reeve.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schema of {@code daemon.telemetry}. */
final class TelemetrySchema {
  private TelemetrySchema() {}

  static Map<String, Object> schema() {
    Map<String, Object> telegraf = new LinkedHashMap<>();
    telegraf.put(
        TelemetryReader.UDP,
        text("Where Telegraf, InfluxDB or VictoriaMetrics listens", TelemetryReader.USUAL_UDP));
    telegraf.put(
        TelemetryReader.MEASUREMENT,
        text("What the names of measurements begin with", TelemetryReader.USUAL_MEASUREMENT));
    Map<String, Object> prometheus = new LinkedHashMap<>();
    prometheus.put(
        TelemetryReader.LISTEN, text("Where GET /metrics is answered: HOST:PORT, or a port", ""));
    prometheus.put(
        TelemetryReader.TOKEN, text("Who asks there must present it as a bearer token", ""));
    prometheus.put(
        TelemetryReader.FILE, text("File for the textfile collector of node_exporter", ""));
    Map<String, Object> interval =
        SchemaTypes.described(
            SchemaTypes.of("duration"), "How often the file is written, from 2s to 1h");
    interval.put("default", TelemetryReader.USUAL_INTERVAL);
    prometheus.put(TelemetryReader.INTERVAL, interval);
    Map<String, Object> either = new LinkedHashMap<>(SchemaTypes.closed(prometheus));
    either.put(
        "anyOf",
        List.of(
            Map.of("required", List.of(TelemetryReader.LISTEN)),
            Map.of("required", List.of(TelemetryReader.FILE))));
    Map<String, Object> all = new LinkedHashMap<>();
    all.put(TelemetryReader.TELEGRAF, SchemaTypes.closed(telegraf));
    all.put(TelemetryReader.PROMETHEUS, either);
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("description", "Whom the daemon tells what services use; read when it begins");
    schema.putAll(SchemaTypes.closed(all));
    return schema;
  }

  private static Map<String, Object> text(String meaning, String usual) {
    Map<String, Object> text = new LinkedHashMap<>();
    text.put("description", meaning);
    text.putAll(SchemaTypes.text());
    if (!usual.isEmpty()) {
      text.put("default", usual);
    }
    return text;
  }
}
