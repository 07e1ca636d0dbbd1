package dev.reeve.linux;

import java.lang.reflect.Proxy;

/** Tells when a child has ended, been stopped or continued: SIGCHLD, see signal(7). */
public final class ChildSignal {
  private ChildSignal() {}

  /**
   * Runs this whenever SIGCHLD came, in a new thread of the JVM's; several children may stand
   * behind one run. A later call replaces the action of an earlier one.
   *
   * @throws UnsupportedOperationException when the JVM does not let go of the signal, as under
   *     {@code -Xrs}
   */
  public static void onChild(Runnable action) {
    try {
      // The first use of ProcessBuilder resets SIGCHLD to its default. Have it do so now, before
      // the handler is set.
      Class.forName("java.lang.ProcessImpl");
      // By reflection, as javac warns of sun.misc.Signal and lets nobody suppress it, yet there is
      // no other way.
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object handling =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                action.run();
                return null;
              });
      Object chld = signal.getConstructor(String.class).newInstance("CHLD");
      signal.getMethod("handle", signal, handler).invoke(null, chld, handling);
    } catch (ReflectiveOperationException e) {
      throw new UnsupportedOperationException("cannot handle SIGCHLD: " + e.getCause(), e);
    }
  }
}
