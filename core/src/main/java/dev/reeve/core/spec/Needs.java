package dev.reeve.core.spec;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What must be there before a service starts.
 *
 * @param on other services, and what else must be so
 * @param timeout how long to wait for them; zero waits for ever
 * @param onTimeout what happens then
 */
public record Needs(On on, Duration timeout, OnTimeout onTimeout) {
  /** Nothing is needed, with the defaults of the rest. */
  public static final Needs NOTHING = new Needs(On.NOTHING, Duration.ofSeconds(30), OnTimeout.FAIL);

  /** The value of {@code depends_on}. */
  public record On(Map<String, Condition> services, List<Gate> gates) {
    static final On NOTHING = new On(Map.of(), List.of());

    public On {
      gates = List.copyOf(gates);
    }

    /** Only services. */
    public static On services(Map<String, Condition> services) {
      return new On(services, List.of());
    }
  }
}
