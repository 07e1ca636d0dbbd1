package dev.reeve.cli;

import dev.reeve.api.Series;

/** What can be drawn over time. */
enum Metric {
  CPU("CPU", "of one core"),
  MEMORY("Memory", "resident"),
  UPTIME("Uptime", ""),
  RESTARTS("Restarts", "nobody asked for");

  private final String title;
  private final String unit;

  Metric(String title, String unit) {
    this.title = title;
    this.unit = unit;
  }

  String title() {
    return title;
  }

  /** What the title leaves open; may be empty. */
  String unit() {
    return unit;
  }

  /** Percent, bytes, seconds or a number. */
  double of(Series.Point point) {
    return switch (this) {
      case CPU -> point.cpuPercent();
      case MEMORY -> point.memoryBytes();
      case UPTIME -> point.uptimeMs() / 1000.0;
      case RESTARTS -> point.restarts();
    };
  }

  /** As people read it. */
  String text(double value) {
    return switch (this) {
      case CPU -> Human.percent(value);
      case MEMORY -> Human.bytes(Math.round(value));
      case UPTIME -> Human.duration(Math.round(value * 1000));
      case RESTARTS -> Long.toString(Math.round(value));
    };
  }

  /** The same at an axis. */
  String label(double value) {
    return this == RESTARTS && value != Math.rint(value) ? "" : Scale.tidy(text(value));
  }

  /** The upper edge of a chart of values up to this. */
  double top(double most) {
    return switch (this) {
      case CPU -> Scale.decimal(Math.max(1, most));
      case MEMORY -> Scale.bytes(Math.max(1024, most));
      case UPTIME -> Scale.seconds(most);
      case RESTARTS -> Scale.decimal(Math.max(2, most));
    };
  }
}
