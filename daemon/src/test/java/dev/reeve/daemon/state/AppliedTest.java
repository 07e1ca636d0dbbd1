package dev.reeve.daemon.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.plan.Plan;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.SpecReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppliedTest {
  private static final Instant AT = Instant.parse("2026-11-21T00:00:00Z");

  @TempDir Path folder;

  private Applied applied() {
    return new Applied(folder.resolve("applied.json"));
  }

  private static ServiceSpec spec(String name) {
    return SpecReader.read(name, Map.of("command", "sleep 1", "env", Map.of("A", "$x")), folder())
        .spec()
        .orElseThrow();
  }

  private static Path folder() {
    return Path.of("/srv");
  }

  @Test
  void theLatestStepComesBackAsItWas() throws Exception {
    assertThat(applied().latest()).isEmpty();
    Plan.Existing api = new Plan.Existing(spec("api"), "/a.yaml");
    applied().push(AT, "/a.yaml", List.of(api), List.of("new"));
    assertThat(applied().latest())
        .contains(new Applied.Step(AT.toString(), "/a.yaml", List.of(api), List.of("new")));
    applied().pop();
    assertThat(applied().latest()).isEmpty();
    applied().pop();
  }

  @Test
  void fiveStepsAreKept() throws Exception {
    for (int i = 1; i <= Applied.KEPT + 2; i++) {
      applied().push(AT, "/" + i, List.of(), List.of());
    }
    for (int i = Applied.KEPT + 2; i > 2; i--) {
      assertThat(applied().latest().orElseThrow().source()).isEqualTo("/" + i);
      applied().pop();
    }
    assertThat(applied().latest()).isEmpty();
  }
}
