package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A short form of {@code torture/run}: faults at random, and no promise is broken. */
class TortureTest {
  private static final Path PROGRAM = Path.of("../torture/run").toAbsolutePath().normalize();

  @Test
  void noFaultBreaksAPromise() throws Exception {
    Process torture =
        new ProcessBuilder(
                PROGRAM.toString(),
                "--verbose",
                "--seconds",
                System.getProperty("reeve.torture.seconds", "30"),
                "--reeve",
                Reeve.PRODUCT.resolve("bin/reeve").toString())
            .redirectErrorStream(true)
            .start();
    String said;
    try {
      torture.getOutputStream().close();
      said = new String(torture.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(torture.waitFor()).as(said).isZero();
    } finally {
      torture.destroy(); // it ends what it has started
    }
    assertThat(said).contains("lines of output looked up, each once, whole and in order");
  }
}
