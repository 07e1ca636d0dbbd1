package dev.reeve.linux;

import java.lang.reflect.Proxy;

/** Signals to this process, see signal(7). */
public final class SignalTrap {
  private SignalTrap() {}

  /**
   * Runs this whenever the signal comes, in a new thread of the JVM's; several signals may stand
   * behind one run. A later call replaces the action of an earlier one.
   *
   * @param name without {@code SIG}
   * @throws UnsupportedOperationException when the JVM does not let go of the signal, as under
   *     {@code -Xrs}
   */
  public static void on(String name, Runnable action) {
    try {
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
      Object named = signal.getConstructor(String.class).newInstance(name);
      signal.getMethod("handle", signal, handler).invoke(null, named, handling);
    } catch (ReflectiveOperationException e) {
      throw new UnsupportedOperationException("cannot handle SIG" + name + ": " + e.getCause(), e);
    }
  }
}
