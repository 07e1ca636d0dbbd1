package dev.reeve.api;

import io.avaje.jsonb.Json;

/** The parameters of a method that needs none. */
@Json
public record Nothing() {}
