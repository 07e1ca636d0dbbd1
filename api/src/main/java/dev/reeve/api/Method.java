package dev.reeve.api;

/**
 * One thing a client can ask of the daemon.
 *
 * @param name {@code noun.verb}
 * @param role who may ask
 * @param params what is said with it
 * @param result what comes back at the end
 * @param item what is streamed before the result; {@link Void} if nothing is
 * @param meaning one sentence
 */
public record Method<P, I, R>(
    String name, Role role, Class<P> params, Class<I> item, Class<R> result, String meaning) {}
