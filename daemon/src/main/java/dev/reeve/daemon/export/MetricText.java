package dev.reeve.daemon.export;

import java.util.Locale;

/**
 * Metrics as text, in the format of Prometheus 0.0.4 or OpenMetrics 1.0: families one after the
 * other, each with what it means and its type.
 */
final class MetricText {
  /** The two formats. */
  enum Format {
    PROMETHEUS("text/plain; version=0.0.4; charset=utf-8"),
    OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

    private final String contentType;

    Format(String contentType) {
      this.contentType = contentType;
    }

    String contentType() {
      return contentType;
    }
  }

  enum Type {
    GAUGE,
    COUNTER
  }

  private final Format format;
  private final StringBuilder text = new StringBuilder(16 * 1024);
  private String sample = "";

  MetricText(Format format) {
    this.format = format;
  }

  /**
   * Begins a family.
   *
   * @param name that of its samples; of a counter it ends in {@code _total}
   */
  MetricText family(Type type, String name, String help) {
    String family =
        type == Type.COUNTER && format == Format.OPEN_METRICS
            ? name.substring(0, name.length() - "_total".length())
            : name;
    text.append("# HELP ").append(family).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(family).append(' ');
    text.append(type.name().toLowerCase(Locale.ROOT)).append('\n');
    sample = name;
    return this;
  }

  /**
   * A sample of the family.
   *
   * @param labels names and values in turn
   */
  MetricText sample(double value, String... labels) {
    text.append(sample);
    for (int i = 0; i < labels.length; i += 2) {
      text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
      escaped(labels[i + 1]);
      text.append('"');
    }
    text.append(labels.length == 0 ? " " : "} ");
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      text.append((long) value);
    } else {
      text.append(value);
    }
    text.append('\n');
    return this;
  }

  private void escaped(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> text.append("\\\\");
        case '"' -> text.append("\\\"");
        case '\n' -> text.append("\\n");
        default -> text.append(c);
      }
    }
  }

  /** All of it. */
  String end() {
    return format == Format.OPEN_METRICS ? text + "# EOF\n" : text.toString();
  }
}
