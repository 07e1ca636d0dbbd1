package dev.reeve.api;

import io.avaje.jsonb.Json;
import java.util.Map;

/**
 * The daemon itself.
 *
 * @param states how many instances are in each state
 * @param memoryBytes its resident memory
 * @param halted services were ended by a shutdown and wait for a resurrect
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record DaemonStatus(
    int pid,
    String version,
    String home,
    String startedAt,
    long uptimeMs,
    int services,
    Map<String, Integer> states,
    long memoryBytes,
    int threads,
    boolean halted,
    String socket,
    String stateDirectory,
    String logDirectory,
    String configFile,
    String keeper) {}
