package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What makes commands quick, on whatever machine: they find their code ready. */
@EndToEnd
class YoungCommandTest {
  private static final String LOADED = "classes.log";

  @Test
  void aFileIsCheckedWithoutCodeBeingGenerated(Reeve reeve) throws IOException {
    reeve.write(
        "reeve.yaml",
        """
        services:
          web:
            command: [sleep, '1000']
            env: {PORT: '3000', NAME: web}
            restart: {policy: on-failure, max: 5}
            enabled: false
          worker:
            command: sleep 1000
            instances: 2
        """);

    reeve
        .with("REEVE_JAVA_OPTS", "-Xlog:class+load:file=" + LOADED)
        .run("check", "reeve.yaml")
        .ok()
        .prints("2 services");

    List<String> generated =
        Files.readAllLines(reeve.folder().resolve(LOADED)).stream()
            .filter(line -> !line.contains("shared objects file"))
            .filter(line -> line.contains("$$") || line.contains("LambdaForm"))
            .toList();
    assertThat(generated)
        .as("each takes about a millisecond; see 'Runtime and start-up' in ARCHITECTURE.md")
        .isEmpty();
  }
}
