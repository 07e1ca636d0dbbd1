package dev.reeve.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatsdFieldsTest {
  private static List<String> problems(Map<String, Object> statsd) {
    return SpecReader.read("x", Map.of("command", "x", "statsd", statsd), Path.of("/"))
        .problems()
        .stream()
        .map(Problem::message)
        .toList();
  }

  @Test
  void mistakesAreSaid() {
    assertThat(problems(Map.of("host", "localhost:8125", "prefix", "a.b", "interval", "10s")))
        .isEmpty();
    assertThat(problems(Map.of("prefix", "a")))
        .containsExactly("'statsd' needs a 'host' that is told");
    assertThat(problems(Map.of("host", "a b")))
        .containsExactly("'statsd.host' must be HOST:PORT, as in localhost:8125");
    assertThat(problems(Map.of("host", "h", "interval", "500ms")))
        .containsExactly("'statsd.interval' must be from 1s to 1h");
    for (String prefix : List.of("a:b", "a|c", "a b", ".a", "a..b", "a\nb")) {
      assertThat(problems(Map.of("host", "h", "prefix", prefix)))
          .as(prefix)
          .singleElement()
          .asString()
          .startsWith("'statsd.prefix' must be letters, digits");
    }
  }

  @Test
  void aPrefixIsMadeOfTheName() {
    assertThat(StatsdSpec.NONE.prefixOf("my-api.v2")).isEqualTo("reeve.my_api_v2");
  }

  @Test
  void anAddressHasItsUsualPortAndItsBrackets() throws Unreadable {
    assertThat(HostPort.parse("h", 5)).isEqualTo(new HostPort("h", 5)).hasToString("h:5");
    assertThat(HostPort.parse("10.0.0.1:80", 5)).hasToString("10.0.0.1:80");
    assertThat(HostPort.parse("[fe80::1%eth0]:80", 5)).hasToString("[fe80::1%eth0]:80");
    assertThat(HostPort.parse("[::1]", 5)).isEqualTo(new HostPort("::1", 5));
    for (String no :
        List.of("", ":1", "h:", "h:x", "::1", "8125", "[h]:1", "h:1:2", "a/b", "h:0", "h:65536")) {
      assertThatThrownBy(() -> HostPort.parse(no, 5)).as(no).isInstanceOf(Unreadable.class);
    }
  }
}
