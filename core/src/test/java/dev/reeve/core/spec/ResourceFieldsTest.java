package dev.reeve.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceFieldsTest {
  private static SpecReader.Reading read(Map<String, Object> resources) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("command", "x");
    tree.put("resources", resources);
    return SpecReader.read("x", tree, Path.of("/"));
  }

  private static ResourceSpec ok(String key, Object value) {
    return read(Map.of(key, value)).spec().orElseThrow().resources();
  }

  private static String problem(String key, Object value) {
    List<Problem> problems = read(Map.of(key, value)).problems();
    assertThat(problems).hasSize(1);
    return problems.getFirst().message();
  }

  @ParameterizedTest
  @CsvSource({"1,1000,1", "1.5,1500,1500m", "100m,100,100m", "0.01,10,10m", "2000m,2000,2"})
  void coresAreWrittenInTheirShortestForm(String text, long milli, String written) {
    assertThat(ok("cpu", text).cpu()).isEqualTo(milli);
    ServiceSpec spec = read(Map.of("cpu", text)).spec().orElseThrow();
    assertThat(ResourceFields.CPU_LIMIT.tree(spec)).hasToString(written);
  }

  @Test
  void nothingIsLimitedUnlessDeclared() {
    ResourceSpec none = read(Map.of()).spec().orElseThrow().resources();
    assertThat(none).isEqualTo(ResourceSpec.NONE);
    assertThat(none.needsGroup()).isFalse();
    assertThat(none.isDeclared()).isFalse();
    assertThat(ok("memory", "max")).isEqualTo(none);
    assertThat(ok("cpu", "max")).isEqualTo(none);
    assertThat(ok("pids", "max")).isEqualTo(none);
  }

  @Test
  void onlySomeNeedAGroup() {
    assertThat(ok("memory", "64M").needsGroup()).isTrue();
    assertThat(ok("swap", 0).needsGroup()).as("no swap is a limit").isTrue();
    assertThat(ok("io_weight", 50).needsGroup()).isTrue();
    assertThat(ok("nofile", 100).needsGroup()).isFalse();
    assertThat(ok("nofile", 100).isDeclared()).isTrue();
    assertThat(ok("oom", "stop").isDeclared()).isFalse();
  }

  @Test
  void whatIsNoAmountIsRefused() {
    assertThat(problem("cpu", "two"))
        .isEqualTo("'resources.cpu' is not a number of cores: write it like 2, 0.5, 100m or max");
    assertThat(problem("cpu", "1m")).isEqualTo("'resources.cpu' must be from 10m to 10000 cores");
    assertThat(problem("cpu", "99999")).contains("must be from 10m to 10000 cores");
    assertThat(problem("memory", "much")).contains("is not a size");
    assertThat(problem("pids", 0))
        .isEqualTo("'resources.pids' must be a whole number from 1 to 9999999, or max");
    assertThat(problem("io_weight", 0)).contains("must be from 1 to 10000");
    assertThat(problem("nice", 20)).contains("must be from -20 to 19");
    assertThat(problem("oom_score", 1001)).contains("must be from -1000 to 1000");
    assertThat(problem("oom", "ignore")).contains("must be one of restart, stop");
  }
}
