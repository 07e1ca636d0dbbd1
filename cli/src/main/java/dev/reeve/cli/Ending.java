package dev.reeve.cli;

import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/** The signals that ask a process to end, taken by it instead of ending it. */
final class Ending {
  static final int HANGUP = 1;
  static final int INTERRUPT = 2;
  static final int TERMINATE = 15;

  private Ending() {}

  /** Hands over the number of each, every time one comes. */
  static void on(IntConsumer taker) {
    on("HUP", () -> taker.accept(HANGUP));
    on("INT", () -> taker.accept(INTERRUPT));
    on("TERM", () -> taker.accept(TERMINATE));
  }

  /** Runs something each time the terminal gets another size. */
  static void onResize(Runnable action) {
    on("WINCH", action);
  }

  private static void on(String name, Runnable action) {
    try {
      // By reflection, as javac warns of sun.misc.Signal and lets nobody suppress it. A shutdown
      // hook would not do: it does not hear of a second signal.
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
