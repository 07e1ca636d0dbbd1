package dev.reeve.core.spec;

/**
 * Something wrong in a declaration.
 *
 * @param path the keys that lead to it from the service down, joined by dots; empty for the service
 *     itself
 * @param message what is wrong, as a sentence that begins with the key or name it speaks of
 * @param unknownKey whether the key itself is the trouble, not its value
 */
public record Problem(String path, String message, boolean unknownKey) {}
