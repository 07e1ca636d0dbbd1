package dev.reeve.daemon.export;

import dev.reeve.daemon.sampling.Sampler;
import dev.reeve.daemon.state.Keeper;
import dev.reeve.daemon.supervisor.Output;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Where figures come from that no look at processes shows.
 *
 * @param host the name of this machine
 * @param calls how often each method of the control API was called
 * @param failedCalls how many were not answered with a result
 */
public record Sources(
    String host,
    Output output,
    Keeper keeper,
    Sampler sampler,
    Supplier<Map<String, Long>> calls,
    LongSupplier failedCalls) {}
