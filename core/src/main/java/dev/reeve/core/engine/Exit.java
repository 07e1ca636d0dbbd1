package dev.reeve.core.engine;

import dev.reeve.core.spec.Sizes;
import java.util.List;

/** How a process ended. */
public sealed interface Exit {
  /** By itself, with a code from 0 to 255. */
  record Code(int code) implements Exit {}

  /** By a signal, by name without {@code SIG}. */
  record Signalled(String signal, boolean coreDumped) implements Exit {}

  /**
   * Killed by the kernel because memory ran out.
   *
   * @param limit what its service may use, in bytes; 0 if it was not its own limit
   */
  record OutOfMemory(long limit) implements Exit {}

  /** Nobody was there to see it; counts as a failure. */
  record Unknown() implements Exit {}

  /** Whether it was exit code 0. */
  default boolean ok() {
    return this instanceof Code(int code) && code == 0;
  }

  /** For programs: {@code code} or {@code signal}, and its value; empty if nobody knows. */
  default List<String> pairs() {
    return switch (this) {
      case Code(int code) -> List.of("code", Integer.toString(code));
      case Signalled(String signal, boolean core) -> List.of("signal", "SIG" + signal);
      case OutOfMemory(long limit) -> List.of("signal", "SIGKILL");
      case Unknown() -> List.of();
    };
  }

  /** For people: {@code exit code 3}, {@code killed by SIGKILL}. */
  default String text() {
    return switch (this) {
      case Code(int code) -> "exit code " + code;
      case Signalled(String signal, boolean core) ->
          "killed by SIG" + signal + (core ? " (core dumped)" : "");
      case OutOfMemory(long limit) ->
          "out of memory" + (limit > 0 ? " (limit " + Sizes.format(limit) + ")" : "");
      case Unknown() -> "ended while no daemon was there to see how";
    };
  }
}
