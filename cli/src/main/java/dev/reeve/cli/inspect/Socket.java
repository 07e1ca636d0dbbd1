package dev.reeve.cli.inspect;

/**
 * A socket of a process.
 *
 * @param protocol {@code tcp tcp6 udp udp6 unix}
 * @param local address and port, or a path
 * @param remote empty if there is none
 * @param state such as {@code listen}; empty where there is none
 * @param number of the descriptor
 */
public record Socket(String protocol, String local, String remote, String state, int number) {}
