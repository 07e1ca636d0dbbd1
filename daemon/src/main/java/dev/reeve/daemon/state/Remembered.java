package dev.reeve.daemon.state;

import dev.reeve.core.engine.Memory;
import java.util.List;

/**
 * What a state file says.
 *
 * @param bootId the boot in which it was written
 * @param halted everything had been ended by a shutdown
 * @param nextId the id that the next new service gets
 * @param complaints services that cannot be read; everything else is there all the same
 */
public record Remembered(
    String bootId,
    boolean halted,
    int nextId,
    List<Memory.Kept> services,
    List<String> complaints) {
  /** The beginning of all things. */
  public static Remembered nothing() {
    return new Remembered("", false, 0, List.of(), List.of());
  }
}
