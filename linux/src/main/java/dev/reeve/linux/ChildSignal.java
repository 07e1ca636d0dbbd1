package dev.reeve.linux;

/** Tells when a child has ended, been stopped or continued: SIGCHLD, see signal(7). */
public final class ChildSignal {
  private ChildSignal() {}

  /**
   * Runs this whenever SIGCHLD came; see {@link SignalTrap#on}.
   *
   * @throws UnsupportedOperationException when the JVM does not let go of the signal
   */
  public static void onChild(Runnable action) {
    try {
      // The first use of ProcessBuilder resets SIGCHLD to its default. Have it do so now, before
      // the handler is set.
      Class.forName("java.lang.ProcessImpl");
    } catch (ClassNotFoundException e) {
      throw new UnsupportedOperationException("cannot handle SIGCHLD", e);
    }
    SignalTrap.on("CHLD", action);
  }
}
