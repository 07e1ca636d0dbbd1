package dev.reeve.daemon.state;

import dev.reeve.core.engine.Memory;
import java.util.List;
import java.util.Map;

/**
 * What a state file says.
 *
 * @param bootId the boot in which it was written
 * @param halted everything had been ended by a shutdown
 * @param nextId the id that the next new service gets
 * @param unreadable services that cannot be read, as they stand there: they are kept for a program
 *     that can, and everything else is there all the same
 * @param complaints what is wrong with them
 */
public record Remembered(
    String bootId,
    boolean halted,
    int nextId,
    List<Memory.Kept> services,
    List<Map<String, Object>> unreadable,
    List<String> complaints) {
  /** The beginning of all things. */
  public static Remembered nothing() {
    return new Remembered("", false, 0, List.of(), List.of(), List.of());
  }
}
