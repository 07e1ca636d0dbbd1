package dev.reeve.config;

import dev.reeve.core.spec.HostPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Whom the daemon whose own file this is tells what services use; nobody unless it is declared.
 *
 * @param place where it is declared; nothing where it is not
 */
public record Telemetry(
    Optional<Telegraf> telegraf, Optional<Prometheus> prometheus, Optional<Place> place) {
  /** Nobody is told. */
  public static final Telemetry NONE =
      new Telemetry(Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * Influx line protocol over UDP.
   *
   * @param udp who is told
   * @param measurement what the names of the measurements begin with
   */
  public record Telegraf(HostPort udp, String measurement) {}

  /**
   * The text format of Prometheus.
   *
   * @param listen where it can be fetched over HTTP
   * @param token who fetches must present it; empty if everybody may
   * @param file where it is written
   * @param interval between two writings of the file
   */
  public record Prometheus(
      Optional<HostPort> listen, String token, Optional<Path> file, Duration interval) {}

  /** Whether anybody is told. */
  public boolean isDeclared() {
    return telegraf.isPresent() || prometheus.isPresent();
  }
}
