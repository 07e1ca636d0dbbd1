package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.spec.Field;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.SpecReader;
import dev.reeve.core.spec.SpecWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field can be given as an option. */
class FieldOptionsTest {
  private static final Map<String, List<String>> VALUES =
      Map.ofEntries(
          Map.entry("path", List.of("some/where")),
          Map.entry("path, or list of them", List.of("a.env", "/b.env")),
          Map.entry("duration", List.of("7m")),
          Map.entry("size", List.of("7M")),
          Map.entry("signal", List.of("SIGUSR2")),
          Map.entry("map of text", List.of("A=1", "B=2")),
          Map.entry("list of exit codes", List.of("7", "8,9")),
          Map.entry("{max: number, within: duration}", List.of("3/1m")),
          Map.entry("restart | signal | command", List.of("SIGHUP")),
          Map.entry(Fields.READY.type().label(), List.of("tcp:db:5432")),
          Map.entry(Fields.HEALTH.type().label(), List.of("http://127.0.0.1/up")),
          Map.entry("cores or max", List.of("1500m")),
          Map.entry("size or max", List.of("64M")),
          Map.entry("whole number or max", List.of("7")),
          Map.entry(Fields.SCHEDULE.type().label(), List.of("*/5 * * * *")),
          Map.entry(Fields.WATCH.type().label(), List.of("*.js", "src")),
          Map.entry(Fields.ROLLOUT.type().label(), List.of("rolling")),
          Map.entry(Fields.PROVISION.type().label(), List.of("data,mode=0750", "bin,ownership=me")),
          Map.entry("post | get", List.of("get")),
          Map.entry("host:port", List.of("localhost:8125")),
          Map.entry("path | standard | 'null'", List.of("null")));

  static List<Field<?>> fields() {
    return Fields.ALL;
  }

  @ParameterizedTest
  @MethodSource("fields")
  void everyFieldIsAnOption(Field<?> field) throws Complaint {
    Usage usage = Usage.of("update", "it").options(FieldOptions.change());
    String name = "--" + field.option();
    List<String> arguments = new java.util.ArrayList<>();
    for (String value : values(field)) {
      arguments.add(name + (value.isEmpty() ? "" : "=" + value));
    }
    Map<String, Object> tree =
        FieldOptions.tree(Arguments.of(usage, arguments), "update x", Path.of("/here"));
    Map<String, Object> whole = new LinkedHashMap<>(tree);
    whole.putIfAbsent("command", "sleep 1");
    if (whole.get("on_crash") instanceof Map<?, ?> given) {
      Map<String, Object> crash = new LinkedHashMap<>(Map.of("url", "http://h/"));
      given.forEach((key, value) -> crash.put(String.valueOf(key), value));
      whole.put("on_crash", crash);
    }
    if (whole.get("statsd") instanceof Map<?, ?> given && !given.containsKey("host")) {
      Map<String, Object> statsd = new LinkedHashMap<>(Map.of("host", "h"));
      given.forEach((key, value) -> statsd.put(String.valueOf(key), value));
      whole.put("statsd", statsd);
    }
    if (field.equals(Fields.GROUP)) {
      whole.put("user", "nobody");
    }
    ServiceSpec spec =
        SpecReader.read("x", whole, Path.of("/here")).spec().orElseThrow(AssertionError::new);
    assertThat(field.isDeclared(spec)).as(tree.toString()).isTrue();
    // What was read and written once more is still the same: paths are absolute.
    assertThat(
            SpecReader.read("x", SpecWriter.declared(spec), Path.of("/elsewhere"))
                .spec()
                .map(field.of()))
        .isEqualTo(java.util.Optional.of(field.of().apply(spec)));
  }

  private static List<String> values(Field<?> field) {
    String label = field.type().label();
    if (field.type().flag()) {
      return List.of(Boolean.TRUE.equals(field.fallback()) ? "false" : "");
    }
    if (VALUES.containsKey(label)) {
      return VALUES.get(label);
    }
    if (field.equals(Fields.CHECKS)) {
      return List.of("tcp:127.0.0.1:80");
    }
    if (label.startsWith("map of service")) {
      return List.of("db", "migrate:completed");
    }
    if (label.startsWith("number") || label.startsWith("whole number")) {
      return List.of(
          label.contains(" 0 to 1") && !label.contains("1_") && !label.contains("10")
              ? "0.5"
              : "7");
    }
    if (label.equals("URL")) {
      return List.of(
          field.path().startsWith("logs.") ? "udp://localhost:514" : "https://hooks.example/x");
    }
    if (label.contains(" | ")) {
      return List.of(label.substring(label.lastIndexOf(' ') + 1));
    }
    if (label.startsWith("map of name")) {
      return List.of("http=:80");
    }
    if (label.startsWith("capability")) {
      return List.of("kill");
    }
    return List.of(label.equals("octal mask") ? "0027" : "word");
  }

  @ParameterizedTest
  @MethodSource("fields")
  void everyOptionHasAMeaningAndAValueName(Field<?> field) {
    Opt opt =
        FieldOptions.change().stream()
            .filter(o -> o.name().equals("--" + field.option()))
            .findFirst()
            .orElseThrow();
    assertThat(opt.meaning()).isNotBlank();
    assertThat(opt.section()).isNotBlank();
    assertThat(opt.isFlag()).isEqualTo(field.type().flag());
    assertThat(opt.value()).matches("[A-Z0-9|:=/a-z\\[\\]-]*").hasSizeLessThan(50);
  }
}
