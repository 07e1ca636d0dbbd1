package dev.reeve.daemon.supervisor;

import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.ServiceView;
import java.util.Map;
import java.util.TreeMap;

/** What all services do, in half a sentence: {@code 3 services; 4 running, 1 failed}. */
final class Doings {
  private Doings() {}

  static String of(Board board) {
    Map<String, Integer> states = new TreeMap<>();
    int services = 0;
    for (ServiceView view : board.services()) {
      services++;
      for (InstanceView instance : view.instances()) {
        states.merge(instance.state().word(), 1, Integer::sum);
      }
    }
    StringBuilder text = new StringBuilder();
    text.append(services).append(services == 1 ? " service" : " services");
    String separator = "; ";
    for (Map.Entry<String, Integer> state : states.entrySet()) {
      text.append(separator).append(state.getValue()).append(' ').append(state.getKey());
      separator = ", ";
    }
    return text.toString();
  }
}
