package dev.reeve.api;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * What an instance uses, as far as it is costly to find out; of all its processes. What the daemon
 * may not look at is 0.
 *
 * @param openFiles descriptors
 * @param readBytes what living processes had disks read
 * @param writtenBytes what living processes had disks write
 * @param pssBytes memory, of which what is shared with others counts in part
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record ResourceRow(
    String service,
    int instance,
    int threads,
    int openFiles,
    long readBytes,
    long writtenBytes,
    long pssBytes) {
  /** The answer to a question for them. */
  @Json
  public record Rows(List<ResourceRow> resources) {}
}
