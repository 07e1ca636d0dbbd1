package dev.reeve.linux;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells when a child has ended, been stopped or continued: SIGCHLD, see signal(7). */
public final class ChildSignal {
  private ChildSignal() {}

  /**
   * Runs this after SIGCHLD came, in a new thread of the JVM's, never twice at a time; several
   * children may stand behind one run. A later call replaces the action of an earlier one.
   *
   * @throws UnsupportedOperationException when the JVM does not let go of the signal, as under
   *     {@code -Xrs}
   */
  public static void onChild(Runnable action) {
    Coalescing coalescing = new Coalescing(action);
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
                coalescing.run();
                return null;
              });
      Object chld = signal.getConstructor(String.class).newInstance("CHLD");
      signal.getMethod("handle", signal, handler).invoke(null, chld, handling);
    } catch (ReflectiveOperationException e) {
      throw new UnsupportedOperationException("cannot handle SIGCHLD: " + e.getCause(), e);
    }
  }

  /**
   * Lets one run stand for all signals that came before it began: the JVM starts a thread for each.
   */
  private static final class Coalescing {
    private final Runnable action;
    private final AtomicBoolean wanted = new AtomicBoolean();

    Coalescing(Runnable action) {
      this.action = action;
    }

    void run() {
      if (wanted.compareAndSet(false, true)) {
        synchronized (this) {
          wanted.set(false);
          action.run();
        }
      }
    }
  }
}
