package dev.reeve.cli;

import dev.reeve.api.ServiceRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many services are in each state, in a line. */
final class StateCounts {
  private StateCounts() {}

  /**
   * Adds them to a line, as many as there is room for.
   *
   * @param reserved columns that are to be left
   */
  static void add(Ink ink, List<ServiceRow> services, int reserved) {
    Map<String, Integer> states = new LinkedHashMap<>();
    for (String state : List.of("running", "failed", "backoff")) {
      states.put(state, 0); // what matters most comes first
    }
    services.forEach(service -> states.merge(service.state(), 1, Integer::sum));
    states.forEach((state, count) -> {
      String text = count + " " + Clean.line(state);
      if (count > 0 && Width.of(text) + 2 + reserved <= ink.left()) {
        ink.gap(2).add(text, Style.colour(state));
      }
    });
  }
}
