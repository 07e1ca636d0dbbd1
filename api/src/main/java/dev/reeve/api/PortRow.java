package dev.reeve.api;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * Something that waits for connections or datagrams.
 *
 * @param pid the first of its processes that has the socket open
 * @param process the name of that process
 * @param protocol {@code tcp}, {@code tcp6}, {@code udp} or {@code udp6}
 * @param address {@code 0.0.0.0} and {@code ::} are all of the machine
 * @param local whether nobody on another machine can reach it
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record PortRow(
    String service,
    int instance,
    int pid,
    String process,
    String protocol,
    String address,
    int port,
    boolean local) {
  /** The answer to a question for them. */
  @Json
  public record Rows(List<PortRow> ports) {}
}
