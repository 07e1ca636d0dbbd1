package dev.reeve.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrashFieldsTest {
  private static List<String> problems(Map<String, Object> crash) {
    return SpecReader.read("x", Map.of("command", "x", "on_crash", crash), Path.of("/"))
        .problems()
        .stream()
        .map(Problem::message)
        .toList();
  }

  @Test
  void whatCannotBeCalledIsRefused() {
    assertThat(problems(Map.of("url", "http://h/"))).isEmpty();
    assertThat(problems(Map.of("url", "ftp://h/")))
        .containsExactly("'on_crash.url' must be an http or https URL with a host");
    assertThat(problems(Map.of("url", "hook")))
        .containsExactly("'on_crash.url' must be an http or https URL with a host");
    assertThat(problems(Map.of("log_lines", 3)))
        .containsExactly("'on_crash' needs a 'url' that is called");
    assertThat(problems(Map.of("url", "http://h/", "debounce", "4s")))
        .containsExactly(
            "'on_crash.debounce' must be 5s or more, so that a crash loop is no flood of calls");
    assertThat(problems(Map.of("url", "http://h/", "method", "put")))
        .containsExactly("'on_crash.method' must be post or get");
  }

  @Test
  void whoMayNotConfigureSeesNoSecrets() {
    ServiceSpec spec =
        SpecReader.read(
                "x",
                Map.of(
                    "command",
                    "x",
                    "env",
                    Map.of("A", "1"),
                    "on_crash",
                    Map.of("url", "http://h/", "secret", "s3")),
                Path.of("/"))
            .spec()
            .orElseThrow();
    for (Map<String, Object> tree : List.of(SpecWriter.full(spec), SpecWriter.declared(spec))) {
      Map<String, Object> shown = Secrets.masked(tree);
      assertThat(shown.get("env")).isEqualTo(Map.of("A", Secrets.MASK));
      assertThat(shown.get("on_crash").toString())
          .contains("url=http://h/", "secret=" + Secrets.MASK);
      assertThat(tree.get("on_crash").toString()).contains("secret=s3");
    }
  }
}
