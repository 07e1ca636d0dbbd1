package dev.reeve.config;

import dev.reeve.config.tree.BadText;
import dev.reeve.config.tree.Folders;
import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Problems;
import dev.reeve.core.spec.Durations;
import dev.reeve.core.spec.HostPort;
import dev.reeve.core.spec.Unreadable;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands below {@code daemon.telemetry}. */
final class TelemetryReader {
  static final String TELEGRAF = "telegraf";
  static final String UDP = "udp";
  static final String MEASUREMENT = "measurement";
  static final String PROMETHEUS = "prometheus";
  static final String LISTEN = "listen";
  static final String TOKEN = "token";
  static final String FILE = "file";
  static final String INTERVAL = "interval";

  /** The keys there are. */
  static final List<String> KEYS = List.of(TELEGRAF, PROMETHEUS);

  static final List<String> TELEGRAF_KEYS = List.of(UDP, MEASUREMENT);
  static final List<String> PROMETHEUS_KEYS = List.of(LISTEN, TOKEN, FILE, INTERVAL);

  /** As GoPM has it. */
  static final String USUAL_UDP = "127.0.0.1:8094";

  static final String USUAL_MEASUREMENT = "reeve";
  static final String USUAL_INTERVAL = "15s";

  private static final int TELEGRAF_PORT = 8094;
  private static final int PROMETHEUS_PORT = 9464;
  private static final int LONGEST_NAME = 64;
  private static final int SHORTEST_TOKEN = 8;
  private static final String PREFIX = "daemon.telemetry";

  private final Problems problems;
  private final Problems warnings;
  private final Values values;

  /**
   * @param warnings gets what is allowed and perhaps not meant
   * @param values what texts mean
   */
  TelemetryReader(Problems problems, Problems warnings, Values values) {
    this.problems = problems;
    this.warnings = warnings;
    this.values = values;
  }

  Telemetry read(Node.Entry entry) {
    Map<String, Node.Entry> parts = keys(entry, PREFIX, KEYS);
    return new Telemetry(
        Optional.ofNullable(parts.get(TELEGRAF)).map(this::telegraf),
        Optional.ofNullable(parts.get(PROMETHEUS)).map(this::prometheus),
        Optional.of(entry.at().place()));
  }

  private Map<String, Node.Entry> keys(Node.Entry entry, String path, List<String> known) {
    return Keys.of(entry, path, known, problems::add).orElse(Map.of());
  }

  private Telemetry.Telegraf telegraf(Node.Entry entry) {
    String path = PREFIX + "." + TELEGRAF;
    Map<String, Node.Entry> keys = keys(entry, path, TELEGRAF_KEYS);
    HostPort udp =
        value(keys.get(UDP), path, text -> HostPort.parse(text, TELEGRAF_PORT))
            .orElse(new HostPort("127.0.0.1", TELEGRAF_PORT));
    String name =
        value(keys.get(MEASUREMENT), path, TelemetryReader::measurement).orElse(USUAL_MEASUREMENT);
    return new Telemetry.Telegraf(udp, name);
  }

  private static String measurement(String text) throws Unreadable {
    if (text.isBlank()
        || text.length() > LONGEST_NAME
        || text.startsWith("#") // a comment
        || text.startsWith("_") // Influx keeps these for itself
        || !text.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '\\')) {
      throw new Unreadable(
          "must be up to "
              + LONGEST_NAME
              + " letters, digits and signs of ASCII, not # or _ first");
    }
    return text;
  }

  private Telemetry.Prometheus prometheus(Node.Entry entry) {
    String path = PREFIX + "." + PROMETHEUS;
    Map<String, Node.Entry> keys = keys(entry, path, PROMETHEUS_KEYS);
    if (!keys.containsKey(LISTEN) && !keys.containsKey(FILE)) {
      problems.add(entry.value().at(), "'" + path + "' needs 'listen' or 'file'");
    }
    Optional<HostPort> listen = value(keys.get(LISTEN), path, TelemetryReader::listen);
    Optional<String> token = value(keys.get(TOKEN), path, TelemetryReader::token);
    Optional<Path> file = Optional.ofNullable(keys.get(FILE)).flatMap(each -> file(each, path));
    Optional<Duration> interval = value(keys.get(INTERVAL), path, TelemetryReader::interval);
    Node.Entry door = keys.get(LISTEN);
    if (door != null
        && listen.isPresent()
        && !keys.containsKey(TOKEN)
        && !isLoopback(listen.get().host())) {
      warnings.add(
          door.value().at(),
          "'%s.listen' tells everybody who reaches %s the names and figures of all services;"
                  .formatted(path, listen.get())
              + " set 'token', or listen on 127.0.0.1");
    }
    return new Telemetry.Prometheus(
        listen, token.orElse(""), file, interval.orElse(Duration.ofSeconds(15)));
  }

  private static HostPort listen(String text) throws Unreadable {
    String all = text.matches("\\d+") ? "127.0.0.1:" + text : text;
    return HostPort.parse(all, PROMETHEUS_PORT);
  }

  private static boolean isLoopback(String host) {
    return host.startsWith("127.") || host.equals("::1") || host.equals("localhost");
  }

  private static String token(String text) throws Unreadable {
    if (text.length() < SHORTEST_TOKEN || !text.matches("[A-Za-z0-9._~+/-]+=*")) {
      throw new Unreadable(
          "must be " + SHORTEST_TOKEN + " or more letters, digits and . _ ~ + / - (RFC 6750)");
    }
    return text;
  }

  private static Duration interval(String text) throws Unreadable {
    Duration interval = Durations.parse(text);
    if (interval.compareTo(Duration.ofSeconds(2)) < 0
        || interval.compareTo(Duration.ofHours(1)) > 0) {
      throw new Unreadable("must be from 2s to 1h");
    }
    return interval;
  }

  private Optional<Path> file(Node.Entry entry, String path) {
    if (!(entry.value() instanceof Node.Text text) || text.text().isBlank()) {
      problems.add(entry.value().at(), "'" + path + ".file' must be a path");
      return Optional.empty();
    }
    try {
      Path folder = Folders.of(text.at().source().file()).toAbsolutePath();
      return Optional.of(folder.resolve(values.path(text.text())).normalize());
    } catch (BadText e) {
      problems.settle(text.at(), "'" + path + ".file': " + e.reason());
    } catch (InvalidPathException e) {
      problems.add(text.at(), "'" + path + ".file' is not a path");
    }
    return Optional.empty();
  }

  private interface Parser<T> {
    T parse(String text) throws Unreadable;
  }

  /** What a key says, with its variables put in. */
  private <T> Optional<T> value(
      Node.@org.jspecify.annotations.Nullable Entry entry, String above, Parser<T> parser) {
    if (entry == null) {
      return Optional.empty();
    }
    String path = above + "." + entry.key();
    if (!(entry.value() instanceof Node.Text text) || text.isAbsent()) {
      problems.add(
          entry.value().at(),
          entry.value() instanceof Node.Text
              ? "'" + path + "' has no value"
              : "'" + path + "' must be a text, not " + entry.value().kind());
      return Optional.empty();
    }
    try {
      String written = text.text();
      String meant =
          Values.isMarked(written, 0)
              ? values.variable(written, 0, Folders.of(text.at().source().file()))
              : written;
      return Optional.of(parser.parse(meant));
    } catch (BadText e) {
      problems.settle(text.at(), "'" + path + "': " + e.reason());
    } catch (Unreadable e) {
      problems.add(text.at(), "'" + path + "' " + e.reason());
    }
    return Optional.empty();
  }
}
