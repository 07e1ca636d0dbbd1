package dev.reeve.api;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;

/**
 * One record of the journal.
 *
 * @param at RFC 3339
 * @param seq counts up without gaps
 * @param service empty if it is about the daemon
 * @param instance 0 if it is about the whole service
 * @param event what happened, a word
 * @param reason why, for people; may be empty
 * @param by who asked; empty if Reeve decided itself
 * @param detail more pairs
 */
@Json
public record EventItem(
    String at,
    long seq,
    String service,
    int instance,
    String event,
    String reason,
    String by,
    Map<String, String> detail) {
  /** Some of them. */
  @Json
  public record Batch(List<EventItem> events) {}
}
