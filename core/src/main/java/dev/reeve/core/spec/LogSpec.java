package dev.reeve.core.spec;

/** Where the output of a service goes, in which form, and for how long it is kept. */
public record LogSpec(
    LogTarget stdout, LogTarget stderr, LogFormat format, Rotation rotation, OnFull onFull) {}
