package dev.reeve.api;

import io.avaje.jsonb.Json;

/** How far something is: an instance has come into a state. */
@Json(naming = Json.Naming.LowerUnderscore)
public record Progress(String target, String state, String reason) {}
