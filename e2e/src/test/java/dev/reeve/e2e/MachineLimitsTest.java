package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Limits in a machine of their own, which has all controllers of cgroup v2. It boots once and takes
 * minutes without hardware help, so it is asked for: {@code -Dreeve.machine=true}.
 */
class MachineLimitsTest {
  private static final Path MACHINE = Path.of("machine").toAbsolutePath();
  private static final int PATIENCE_SECONDS = 1500;

  @TempDir Path folder;

  private Map<String, String> said() throws IOException, InterruptedException {
    Path script = folder.resolve("limits");
    Files.copy(MACHINE.resolve("limits"), script, StandardCopyOption.COPY_ATTRIBUTES);
    Path out = folder.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(
                MACHINE.resolve("run").toString(),
                folder.resolve("disk").toString(),
                folder.toString(),
                Reeve.PRODUCT.toString(),
                "limits")
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("MACHINE_TIMEOUT", Integer.toString(PATIENCE_SECONDS - 60));
    Process process = builder.start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroy();
      throw new AssertionError("the machine does not end:\n" + Files.readString(out));
    }
    String text = new String(Files.readAllBytes(out), StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(text).isZero();
    Map<String, String> said = new HashMap<>();
    for (String line : text.lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        said.put(line.substring(0, equals), line.substring(equals + 1).strip());
      }
    }
    return said;
  }

  private static boolean isThere(String program) {
    return Optional.ofNullable(System.getenv("PATH")).stream()
        .flatMap(path -> List.of(path.split(":", -1)).stream())
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void limitsHoldAndAreToldOf() throws IOException, InterruptedException {
    assumeTrue(Boolean.getBoolean("reeve.machine"), "asked for with -Dreeve.machine=true");
    Root.needed("boot a machine");
    for (String program : List.of("qemu-system-x86_64", "mmdebstrap", "mke2fs")) {
      assumeTrue(isThere(program), "a machine needs " + program);
    }
    Map<String, String> said = said();
    assertThat(said.get("eater"))
        .isEqualTo(
            "eater has failed: out of memory (limit 48M); not restarted (resources.oom: stop)");
    assertThat(said.get("again"))
        .isEqualTo(
            "again has ended and will be started again: out of memory (limit 48M), restarting in"
                + " 1h (attempt 1)");
    assertThat(said.get("history")).isEqualTo("1");
    assertThat(said.get("cpu.max")).isEqualTo("20000 100000");
    assertThat(said.get("io.weight"))
        .isIn(
            "default 50",
            "disk has failed: cannot start: resources.io_weight: this kernel has no io.weight");
    assertThat(said.get("pids.max")).isEqualTo("4");
    assertThat(Integer.parseInt(said.get("pids"))).isLessThanOrEqualTo(4);
    assertThat(said.get("spinner"))
        .contains("throttled")
        .contains("in all: it wants more cpu than its limit");
    assertThat(said.get("plain.memory")).isEqualTo("33554432");
    assertThat(said.get("plain.cpu")).isEqualTo("150000 100000");
    assertThat(said.get("plain.group")).matches("0::/reeve-[0-9a-f]{16}/plain\\.\\d+/1-1");
    assertThat(said.get("plain.again")).isEqualTo("max");
    assertThat(said.get("together.apply"))
        .isEqualTo("all services together: 1.5 cores, 700M of memory");
    assertThat(said.get("together.memory")).isEqualTo("734003200");
    assertThat(said.get("together.cpu")).isEqualTo("150000 100000");
    assertThat(said.get("together.handed")).isEqualTo("3");
    assertThat(said.get("together.next")).isEqualTo("681574400");
    assertThat(said.get("together.pid.next")).isEqualTo(said.get("together.pid")).isNotEmpty();
    assertThat(said.get("together.status")).contains("1.5 cores, 650M of memory, ", " in use (");
    assertThat(said.get("together.wild")).contains("wild has failed: out of memory");
    assertThat(said.get("together.moved")).isEqualTo("1");
    assertThat(said.get("together.none")).isEqualTo("max");
    assertThat(said.get("left")).isEmpty();
  }
}
