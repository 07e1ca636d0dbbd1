package dev.reeve.core.engine;

import java.time.Instant;

/**
 * A process that cannot be mistaken for another one that got the same pid later.
 *
 * @param pid its number
 * @param startTicks when the kernel started it, in clock ticks since boot (proc(5), {@code stat}
 *     field 22)
 * @param bootId the boot it belongs to ({@code /proc/sys/kernel/random/boot_id})
 * @param startedAt when it was started, for display
 */
public record ProcessRef(int pid, long startTicks, String bootId, Instant startedAt) {}
