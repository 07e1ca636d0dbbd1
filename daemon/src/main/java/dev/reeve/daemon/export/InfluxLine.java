package dev.reeve.daemon.export;

/**
 * One line of the Influx line protocol: a measurement, tags, fields, and a time in nanoseconds. See
 * https://docs.influxdata.com/influxdb/v1/write_protocols/line_protocol_reference/.
 */
final class InfluxLine {
  private static final long MILLION = 1_000_000;

  private final StringBuilder text = new StringBuilder(512);
  private boolean hasFields;

  InfluxLine(String measurement) {
    escaped(measurement, false);
  }

  /** A tag, before any field; one without a value is left out, as the protocol wants. */
  InfluxLine tag(String key, String value) {
    if (!value.isEmpty()) {
      text.append(',');
      escaped(key, true);
      text.append('=');
      escaped(value, true);
    }
    return this;
  }

  InfluxLine field(String key, long value) {
    field(key).append(value).append('i');
    return this;
  }

  /** One that is not negative, with six digits behind the point, as GoPM has it. */
  InfluxLine field(String key, double value) {
    long millionths = Math.round(value * MILLION);
    field(key).append(millionths / MILLION).append('.');
    text.append(Long.toString(MILLION + millionths % MILLION), 1, 7);
    return this;
  }

  InfluxLine field(String key, boolean value) {
    field(key).append(value);
    return this;
  }

  private StringBuilder field(String key) {
    text.append(hasFields ? ',' : ' ');
    hasFields = true;
    escaped(key, true);
    return text.append('=');
  }

  /** The whole line, without a line break. */
  String at(long millis) {
    return text + " " + millis + "000000";
  }

  /** A backslash is itself, but before what it would escape; a line break ends the line. */
  private void escaped(String word, boolean equalsToo) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      boolean last = i == word.length() - 1;
      if (c < ' ' || (c == '\\' && (last || " ,=".indexOf(word.charAt(i + 1)) >= 0))) {
        text.append('_');
      } else if (c == ' ' || c == ',' || (equalsToo && c == '=')) {
        text.append('\\').append(c);
      } else {
        text.append(c);
      }
    }
  }
}
