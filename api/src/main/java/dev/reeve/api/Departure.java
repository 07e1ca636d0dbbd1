package dev.reeve.api;

import io.avaje.jsonb.Json;

/**
 * Ends the daemon.
 *
 * @param keepServices leave them running, for the next daemon
 * @param comeBack a new daemon takes over at once
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record Departure(boolean keepServices, boolean comeBack) {}
