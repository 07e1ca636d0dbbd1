package dev.reeve.core.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The environment of the processes of a service.
 *
 * @param variables set last, so they win
 * @param files files of {@code KEY=VALUE} lines, read at each start, later ones win
 * @param instanceVariable name of the variable that holds the instance number; empty for none
 * @param inherit start from the environment of the daemon, or from a minimal one ({@code PATH HOME
 *     USER LOGNAME SHELL LANG})
 */
public record EnvironmentSpec(
    Map<String, String> variables, List<Path> files, String instanceVariable, boolean inherit) {}
