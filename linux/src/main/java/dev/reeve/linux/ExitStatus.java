package dev.reeve.linux;

/** How a process ended, see wait(2). */
public sealed interface ExitStatus {
  /** The program ended by itself with a code from 0 to 255. */
  record Exited(int code) implements ExitStatus {}

  /** A signal ended it. */
  record Signalled(int signal, boolean coreDumped) implements ExitStatus {}

  /** It ended, and nobody who knew how is left to ask. */
  record Unknown() implements ExitStatus {}

  /** True for exit code 0 only. */
  default boolean success() {
    return this instanceof Exited(int code) && code == 0;
  }

  /** For people: {@code exit code 3}, {@code killed by SIGKILL}, {@code exit status unknown}. */
  default String text() {
    return switch (this) {
      case Exited(int code) -> "exit code " + code;
      case Signalled(int signal, boolean dumped) ->
          "killed by " + Signals.name(signal) + (dumped ? " (core dumped)" : "");
      case Unknown() -> "exit status unknown";
    };
  }

  /** Reads the status word of wait(2). */
  static ExitStatus ofWaitStatus(int status) {
    int signal = status & 0x7f;
    return signal == 0
        ? new Exited(status >> 8 & 0xff)
        : new Signalled(signal, (status & 0x80) != 0);
  }
}
