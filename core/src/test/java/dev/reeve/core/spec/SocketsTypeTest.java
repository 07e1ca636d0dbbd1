package dev.reeve.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SocketsTypeTest {
  private static SpecReader.Reading read(Object value, Object... more) {
    Map<String, Object> tree = new HashMap<>(Map.of("command", "x", "sockets", value));
    for (int i = 0; i < more.length; i += 2) {
      tree.put((String) more[i], more[i + 1]);
    }
    return SpecReader.read("api", tree, Path.of("/srv"));
  }

  private static String refused(Object value, Object... more) {
    return read(value, more).problems().getFirst().message();
  }

  private static List<String> texts(Object value) {
    return read(value).spec().orElseThrow().sockets().stream().map(SocketSpec::text).toList();
  }

  @Test
  void socketsKeepTheirOrder() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("web", "localhost:80");
    tree.put("all", ":81");
    tree.put("six", "tcp:[::1]:82");
    tree.put("dns", "udp:127.0.0.1:53");
    tree.put("own", Map.of("listen", "unix:run/x.sock", "mode", "0600"));
    assertThat(texts(tree))
        .containsExactly(
            "127.0.0.1:80", "0.0.0.0:81", "[::1]:82", "udp:127.0.0.1:53", "unix:/srv/run/x.sock");
    assertThat(texts(List.of("a=*:1", "b=unix:/x"))).containsExactly("0.0.0.0:1", "unix:/x");
  }

  @Test
  void aMistakeIsNamedWithItsPlace() {
    assertThat(refused(Map.of("web", "8080")))
        .isEqualTo(
            "'sockets.web' must be HOST:PORT, udp:HOST:PORT or unix:PATH, with a port from 1 to"
                + " 65535, not '8080'");
    assertThat(refused(Map.of("web", ":0"))).contains("from 1 to 65535");
    assertThat(refused(Map.of("web", "example.org:80")))
        .isEqualTo(
            "'sockets.web' must have an address in digits, such as 127.0.0.1 or [::1], not"
                + " 'example.org'");
    for (String host : List.of("256.1.1.1", "1.2.3", "01.2.3.4", "[::1::]", "[1:2]", "[::1%lo]")) {
      assertThat(refused(Map.of("web", host + ":80"))).contains("must have an address in digits");
    }
    assertThat(refused(Map.of("a:b", ":80"))).contains("has the name 'a:b'");
    assertThat(refused(List.of("a=:80", "b=:80")))
        .isEqualTo("'sockets.b' is at the same place as 'a'");
    assertThat(refused(Map.of("web", Map.of("listen", ":80", "mode", "0600"))))
        .isEqualTo("'sockets.web.mode' is for unix:PATH only");
    assertThat(refused(Map.of("web", "unix:/" + "x".repeat(107)))).contains("has at most 107");
    assertThat(refused(List.of("a=:1", "b=:2", "c=:3", "d=:4", "e=:5", "f=:6", "g=:7")))
        .isEqualTo("'sockets' can be 6 at most, not 7");
  }

  @Test
  void whatContradictsThemIsRefused() {
    assertThat(refused(Map.of("web", ":80"), "ready", Map.of("fd", 3)))
        .isEqualTo("'ready' wants descriptor 3, which is one of 'sockets'; take 4");
    assertThat(read(Map.of("web", ":80"), "ready", Map.of("fd", 4)).problems()).isEmpty();
    assertThat(refused(Map.of("web", ":80"), "schedule", "@daily"))
        .startsWith("'sockets' contradict 'schedule'");
  }
}
