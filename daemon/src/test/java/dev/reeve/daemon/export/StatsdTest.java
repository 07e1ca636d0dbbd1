package dev.reeve.daemon.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.engine.Exit;
import dev.reeve.core.engine.State;
import dev.reeve.core.spec.HostPort;
import dev.reeve.daemon.sampling.Look;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StatsdTest {
  private static final Look.Figures FIGURES = new Look.Figures(12.345, 1, 1000, 1000, 1, 1, 1);
  private static final Tally.Counts COUNTS = new Tally.Counts(9, 4, 3, 1, 5, 2, 3, 0, 0);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private static Map<String, Object> told(String host, String interval) {
    return Map.of("instances", 2, "statsd", Map.of("host", host, "interval", interval));
  }

  private static Picture two(String name, Map<String, Object> fields) {
    return new Scenes()
        .with(
            Scenes.spec(name, fields),
            FIGURES,
            COUNTS,
            Scenes.running(name, 1, 5),
            Scenes.running(name, 2, 6))
        .picture();
  }

  @Test
  void theGaugesAreThoseOfApmAndAllInstancesAreOne() {
    Picture picture = two("my-api", told("h:1", "1s"));
    assertThat(new Statsd().due(picture, 5))
        .containsExactly(
            Map.entry(
                new HostPort("h", 1),
                List.of(
                    "reeve.my_api.cpu:24.69|g",
                    "reeve.my_api.rss:2000|g",
                    "reeve.my_api.instances:2|g",
                    "reeve.my_api.restarts.normal:6|g",
                    "reeve.my_api.restarts.error:6|g",
                    "reeve.my_api.restarts.watch:10|g",
                    "reeve.my_api.errors:6|g")));
  }

  @Test
  void aPrefixReplacesTheUsualOne() {
    Picture picture = two("a", Map.of("statsd", Map.of("host", "h", "prefix", "apm.a")));
    assertThat(new Statsd().due(picture, 5).get(new HostPort("h", 8125)))
        .startsWith("apm.a.cpu:24.69|g");
  }

  @Test
  void eachServiceHasItsIntervalAndAShorterOneHoldsAtOnce() {
    Picture slow = two("a", told("h", "1h"));
    Picture quick = two("a", told("h", "2s"));
    Statsd statsd = new Statsd();
    long now = -3 * SECOND; // nanoTime has any origin
    assertThat(statsd.due(slow, now)).hasSize(1);
    assertThat(statsd.due(slow, now + SECOND)).isEmpty();
    assertThat(statsd.nextIn(now + SECOND)).isEqualTo(3599 * SECOND);
    assertThat(statsd.due(quick, now + 2 * SECOND)).isEmpty();
    assertThat(statsd.due(quick, now + 4 * SECOND)).hasSize(1);
    assertThat(statsd.due(quick, now + 6 * SECOND)).hasSize(1);
    assertThat(statsd.due(two("b", Map.of()), now + 8 * SECOND)).isEmpty();
    assertThat(statsd.nextIn(now)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whatDoesNotRunUsesNothing() {
    Picture picture =
        new Scenes()
            .with(
                Scenes.spec("a", Map.of("statsd", Map.of("host", "h"))),
                FIGURES,
                Tally.Counts.NONE,
                Scenes.ended("a", State.FAILED, new Exit.Code(1)))
            .picture();
    assertThat(new Statsd().due(picture, 1).values())
        .first()
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(String.class))
        .contains("reeve.a.cpu:0.00|g", "reeve.a.rss:0|g", "reeve.a.instances:0|g");
  }
}
