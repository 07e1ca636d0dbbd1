package dev.reeve.api;

import io.avaje.jsonb.Json;

/**
 * The daemon introduces itself.
 *
 * @param protocol {@link Methods#PROTOCOL} of the daemon
 * @param version of its program
 * @param pid its process
 * @param home its {@code REEVE_HOME}, or the folder of its state
 * @param startedAt RFC 3339
 * @param uptimeMs milliseconds since then
 * @param role what the caller may do, in lower case
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record Hello(
    int protocol,
    String version,
    int pid,
    String home,
    String startedAt,
    long uptimeMs,
    String role) {

  /** The client introduces itself. */
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Params(int protocol, String version) {
    /** What a peer left out is empty. */
    public Params {
      version = version == null ? "" : version;
    }
  }
}
