package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole machine with systemd, booted twice: what the scripts in {@code e2e/machine} promise.
 * Takes minutes where there is no KVM, so it runs with {@code -Dreeve.machine=true} only.
 */
class MachineTest {
  private static final Path SCRIPTS = Path.of("machine").toAbsolutePath();

  @TempDir Path folder;

  private record Boot(int exit, String said) {}

  @Test
  @Timeout(value = 120, unit = TimeUnit.MINUTES)
  void servicesOutliveTheirDaemonUnderSystemdAndComeBackWithTheMachine() throws Exception {
    assumeTrue(Boolean.getBoolean("reeve.machine"), "takes minutes: -Dreeve.machine=true");
    Root.needed("boot a machine");
    for (String program : List.of("qemu-system-x86_64", "qemu-img", "mmdebstrap", "mke2fs")) {
      assumeTrue(isThere(program), program + " is not installed");
    }
    Path host = Files.createDirectory(folder.resolve("host"));
    for (String script : List.of("first-boot", "second-boot")) {
      Files.copy(SCRIPTS.resolve(script), host.resolve(script));
    }
    Boot first = boot(host, "first-boot");
    assertThat(first.exit).as(first.said).isZero();
    Boot second = boot(host, "second-boot");
    assertThat(second.exit).as(second.said).isZero();
    assertThat(second.said).endsWith("nothing is left\n");
  }

  private Boot boot(Path host, String script) throws IOException, InterruptedException {
    Path output = folder.resolve(script + ".out");
    ProcessBuilder builder =
        new ProcessBuilder(
                SCRIPTS.resolve("run").toString(),
                folder.resolve("disk").toString(),
                host.toString(),
                Reeve.PRODUCT.toString(),
                script)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .redirectInput(Path.of("/dev/null").toFile());
    // Without KVM, beside other tests, an hour is not much.
    builder.environment().put("MACHINE_TIMEOUT", "3600");
    int exit = builder.start().waitFor();
    String said = Files.readString(output, StandardCharsets.UTF_8);
    // What took how long is worth knowing, whatever came of it.
    System.getLogger("machine").log(System.Logger.Level.INFO, "{0}:\n{1}", script, said);
    return new Boot(exit, said);
  }

  private static boolean isThere(String program) {
    return List.of("/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin").stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
