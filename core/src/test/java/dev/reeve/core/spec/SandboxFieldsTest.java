package dev.reeve.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SandboxFieldsTest {
  private static SpecReader.Reading read(String field, Object value) {
    Map<String, Object> tree = new HashMap<>(Map.of("command", "x"));
    SpecWriter.put(tree, field, value);
    return SpecReader.read("api", tree, Path.of("/srv"));
  }

  private static Object written(String field, Object value) {
    ServiceSpec spec = read(field, value).spec().orElseThrow();
    return FieldPaths.field(field).orElseThrow().tree(spec);
  }

  private static String refused(String field, Object value) {
    return read(field, value).problems().getFirst().message();
  }

  @Test
  void capabilitiesAreNamedInAnyCaseWithOrWithoutTheirPrefix() {
    assertThat(written("sandbox.capabilities", List.of("KILL", "CAP_CHOWN", "kill")))
        .isEqualTo(List.of("chown", "kill"));
    assertThat(written("sandbox.capabilities", "net_bind_service"))
        .isEqualTo(List.of("net_bind_service"));
    assertThat(refused("sandbox.capabilities", List.of("net_bind")))
        .isEqualTo("'sandbox.capabilities' has no capability 'net_bind'; see capabilities(7)");
    assertThat(refused("sandbox.capabilities", "chwon")).contains("'chwon'; did you mean 'chown'?");
  }

  @Test
  void noneIsSomethingElseThanAll() {
    assertThat(written("sandbox.capabilities", List.of())).isEqualTo(List.of());
    assertThat(written("sandbox.capabilities", "none")).isEqualTo(List.of());
    assertThat(written("sandbox.capabilities", "all")).isEqualTo("all");
    ServiceSpec all = read("sandbox.capabilities", "all").spec().orElseThrow();
    assertThat(SandboxFields.CAPABILITIES.isDeclared(all)).isFalse();
  }

  @Test
  void aMaskIsOctalHoweverItIsWritten() {
    for (Object value : List.of("27", "027", "0027", "0o27", 27)) {
      assertThat(written("umask", value)).isEqualTo("0027");
    }
    for (Object value : List.of("8", "1000", "-1", "rwx", "u=rwx", " ")) {
      assertThat(refused("umask", value))
          .isEqualTo("'umask' must be an octal mask such as 0027, not '" + value + "'");
    }
  }

  @Test
  void pathsStartFromTheFolderOfTheFile() {
    assertThat(written("sandbox.read_only_paths", List.of("bin", "/etc/../usr")))
        .isEqualTo(List.of("/srv/bin", "/usr"));
  }
}
