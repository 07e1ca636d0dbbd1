package dev.reeve.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.spec.Condition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DependencyGraphTest {
  private final DependencyGraph graph = new DependencyGraph();

  private static Map<String, Condition> on(String... names) {
    Map<String, Condition> needs = new LinkedHashMap<>();
    for (String name : names) {
      needs.put(name, Condition.STARTED);
    }
    return needs;
  }

  @Test
  void whatIsNeededComesFirstAndSaysForWhom() {
    graph.put("web", on("api", "cache"));
    graph.put("api", on("db"));
    graph.put("cache", on("db"));
    graph.put("db", on());
    graph.put("other", on());
    assertThat(graph.dependenciesFirst(List.of("web")))
        .containsExactly(
            Map.entry("db", "api"),
            Map.entry("api", "web"),
            Map.entry("cache", "web"),
            Map.entry("web", ""));
  }

  @Test
  void dependantsComeFirstWhenThingsEndAndOnlyThoseMeant() {
    graph.put("web", on("api"));
    graph.put("api", on("db"));
    graph.put("db", on());
    assertThat(graph.dependantsFirst(List.of("db", "web"))).containsExactly("web", "db");
  }

  @Test
  void aCycleIsShownFromItsFirstToItsFirst() {
    graph.put("a", on("b"));
    graph.put("b", on("c"));
    graph.put("c", on());
    assertThat(graph.cycle(Map.of("c", on("b")))).contains("c -> b -> c");
    assertThat(graph.cycle(Map.of("c", on("c")))).contains("c -> c");
    assertThat(graph.cycle(Map.of("c", on("a")))).contains("c -> a -> b -> c");
    assertThat(graph.cycle(Map.of("c", on("x")))).isEmpty();
    assertThat(graph.cycle(Map.of("a", on("b", "c")))).isEmpty();
  }

  @Test
  void aCycleThatIsReachedOnlyLaterIsShownWithoutTheWayToIt() {
    Map<String, Map<String, Condition>> changes = new LinkedHashMap<>();
    changes.put("x", on("a"));
    changes.put("a", on("b"));
    changes.put("b", on("a"));
    assertThat(graph.cycle(changes)).contains("a -> b -> a");
  }

  @Test
  void dependantsFollowEachChange() {
    graph.put("web", on("db"));
    graph.put("db", on());
    assertThat(graph.dependants("db")).containsExactly("web");
    graph.put("web", on("cache"));
    assertThat(graph.dependants("db")).isEmpty();
    assertThat(graph.dependants("cache")).containsExactly("web");
    graph.remove("web");
    assertThat(graph.dependants("cache")).isEmpty();
    assertThat(graph.contains("web")).isFalse();
  }

  @Test
  void aChainOfAHundredThousandIsNoTrouble() {
    for (int i = 0; i < 100_000; i++) {
      graph.put("s" + i, on("s" + (i + 1)));
    }
    assertThat(graph.dependenciesFirst(List.of("s0"))).hasSize(100_000);
    assertThat(graph.cycle(Map.of("s99999", on("s0")))).isPresent();
  }
}
