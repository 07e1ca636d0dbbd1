package dev.reeve.cli.inspect;

/**
 * A process in the tree around another one.
 *
 * @param depth below that: 0 for itself and for those above it
 */
public record Relative(int pid, int parent, String name, String command, int user, int depth) {}
