package dev.reeve.linux;

/**
 * A process that was just started.
 *
 * @param identity how to find it again, after a restart of the daemon too
 * @param pidfd how to signal and reap it; to be closed by the receiver
 */
public record Child(ProcessIdentity identity, PidFd pidfd) {}
