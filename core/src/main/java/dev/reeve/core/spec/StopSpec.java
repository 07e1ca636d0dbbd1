package dev.reeve.core.spec;

import java.time.Duration;

/**
 * How a service is stopped.
 *
 * @param signal sent to every process of the instance, by name without {@code SIG}
 * @param command run instead of the signal, with {@code MAINPID} in its environment; {@link
 *     Command#none()} if not declared
 * @param grace how long it may take before whatever is left is killed
 */
public record StopSpec(String signal, Command command, Duration grace) {}
