package dev.reeve.daemon.probe;

/**
 * What a service says of its health.
 *
 * @param detail for people, at most 512 bytes, without control characters; may be empty
 */
public record Push(boolean healthy, String detail) {}
