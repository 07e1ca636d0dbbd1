package dev.reeve.config;

/**
 * Another group that may talk to the daemon.
 *
 * @param group its name
 * @param role what it may do: {@code viewer}, {@code operator} or {@code admin}
 * @param place where it is declared
 */
public record AllowGroup(String group, String role, Place place) {}
