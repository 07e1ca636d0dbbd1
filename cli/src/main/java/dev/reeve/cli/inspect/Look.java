package dev.reeve.cli.inspect;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A process at one moment; see proc(5). What may not be read is null.
 *
 * @param name of its main thread, of 15 characters at most
 * @param state one letter
 * @param command its arguments, the first of them usually the program; none of a kernel thread
 * @param startTicks since the machine was booted: with the pid it names the process for ever
 * @param startedAt milliseconds since 1970
 * @param directory its working directory
 * @param users real, effective, saved and of files
 * @param groups the same
 * @param terminal {@code MAJOR:MINOR}; empty without one
 * @param userMillis of processor time
 * @param systemMillis of processor time in the kernel
 * @param status what {@code status} says, by its names
 * @param io what {@code io} says, by its names
 * @param limits as {@code limits} lists them
 */
public record Look(
    int pid,
    int parent,
    String name,
    String state,
    List<String> command,
    long startTicks,
    long startedAt,
    @Nullable String executable,
    @Nullable String directory,
    @Nullable String root,
    List<Integer> users,
    List<Integer> groups,
    int processGroup,
    int session,
    String terminal,
    int nice,
    int threads,
    long userMillis,
    long systemMillis,
    long cpuNumber,
    Map<String, String> status,
    @Nullable Long proportionalBytes,
    @Nullable Map<String, Long> io,
    @Nullable List<Limit> limits,
    @Nullable Integer oomScore,
    @Nullable Integer oomAdjustment,
    List<String> controlGroups,
    Map<String, String> namespaces) {
  /** A limit; see getrlimit(2). */
  public record Limit(String name, String soft, String hard, String unit) {}

  /** Bytes of a field of {@code status} that is in kB; 0 if it is not there. */
  public long bytes(String key) {
    String value = status.getOrDefault(key, "");
    int blank = value.indexOf(' ');
    return ProcText.number(blank < 0 ? value : value.substring(0, blank)) * 1024;
  }
}
