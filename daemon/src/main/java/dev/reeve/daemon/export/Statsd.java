package dev.reeve.daemon.export;

import dev.reeve.core.engine.State;
import dev.reeve.core.spec.HostPort;
import dev.reeve.core.spec.StatsdSpec;
import dev.reeve.daemon.sampling.Look;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What services use as gauges of StatsD, with the names of APM. Each service has its own server,
 * prefix and interval; all its instances are one.
 */
final class Statsd {
  /** When each service is due, by name, as {@link System#nanoTime}. */
  private final Map<String, Long> due = new HashMap<>();

  /**
   * What is to be sent now.
   *
   * @param now as {@link System#nanoTime}
   * @return lines for each server
   */
  Map<HostPort, List<String>> due(Picture picture, long now) {
    Map<HostPort, List<String>> lines = new LinkedHashMap<>();
    Map<String, Long> next = new HashMap<>();
    List<Picture.Item> items = picture.items();
    int begin = 0;
    for (int i = 1; i <= items.size(); i++) {
      if (i == items.size() || !items.get(i).service().equals(items.get(begin).service())) {
        add(items.subList(begin, i), now, lines, next);
        begin = i;
      }
    }
    due.clear();
    due.putAll(next);
    return lines;
  }

  private void add(
      List<Picture.Item> service,
      long now,
      Map<HostPort, List<String>> lines,
      Map<String, Long> next) {
    StatsdSpec spec = service.getFirst().seen().service().spec().statsd();
    if (spec.host().isEmpty()) {
      return;
    }
    String name = service.getFirst().service();
    long interval = spec.interval().toNanos();
    long when = due.getOrDefault(name, now);
    // A shorter interval holds at once.
    when = Math.min(when - now, interval) + now;
    if (when - now <= 0) {
      lines
          .computeIfAbsent(spec.host().get(), host -> new ArrayList<>())
          .addAll(lines(spec.prefixOf(name), service));
      when = Math.max(when + interval - now, interval / 2) + now;
    }
    next.put(name, when);
  }

  /** Nanoseconds until somebody is due; {@link Long#MAX_VALUE} if nobody is. */
  long nextIn(long now) {
    return due.values().stream().mapToLong(when -> when - now).min().orElse(Long.MAX_VALUE);
  }

  static List<String> lines(String prefix, List<Picture.Item> service) {
    double cpu = 0;
    long memory = 0;
    long running = 0;
    long asked = 0;
    long failures = 0;
    long watches = 0;
    long crashes = 0;
    for (Picture.Item item : service) {
      Look.Figures figures = item.seen().figures();
      cpu += figures == null ? 0 : figures.cpuPercent();
      memory += figures == null ? 0 : figures.memoryBytes();
      running += item.state() == State.RUNNING ? 1 : 0;
      asked += item.counts().askedRestarts() + item.counts().cleanRestarts();
      failures += item.counts().failureRestarts();
      watches += item.counts().watchRestarts();
      crashes += item.counts().crashes();
    }
    String hundredths = Long.toString(100 + Math.round(100 * cpu) % 100).substring(1);
    String percent = Math.round(100 * cpu) / 100 + "." + hundredths;
    return List.of(
        gauge(prefix, "cpu", percent),
        gauge(prefix, "rss", Long.toString(memory)),
        gauge(prefix, "instances", Long.toString(running)),
        gauge(prefix, "restarts.normal", Long.toString(asked)),
        gauge(prefix, "restarts.error", Long.toString(failures)),
        gauge(prefix, "restarts.watch", Long.toString(watches)),
        gauge(prefix, "errors", Long.toString(crashes)));
  }

  private static String gauge(String prefix, String name, String value) {
    return prefix + "." + name + ":" + value + "|g";
  }
}
