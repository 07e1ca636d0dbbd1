package dev.reeve.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
  @TempDir Path proc;

  private Machine look(String stat) throws IOException {
    Files.writeString(proc.resolve("stat"), stat);
    Files.writeString(
        proc.resolve("meminfo"),
        """
        MemTotal:        8000000 kB
        MemFree:          100000 kB
        MemAvailable:    6000000 kB
        SwapTotal:       1000000 kB
        SwapFree:         750000 kB
        """);
    Files.writeString(proc.resolve("loadavg"), "1.20 0.80 0.50 2/300 4711\n");
    Files.writeString(proc.resolve("uptime"), "360061.25 700000.00\n");
    return Machine.look(proc);
  }

  @Test
  void itIsReadAsProcSaysIt() throws IOException {
    Machine before = look("cpu  10 0 10 80 0 0 0 0 5 0\ncpu0 10 0 10 80 0 0 0 0 5 0\nintr 1\n");
    Machine now = look("cpu  40 0 20 120 20 0 0 0 9 0\ncpu0 40 0 20 120 20 0 0 0 9 0\nintr 2\n");
    assertThat(now.all().percentSince(before.all())).isEqualTo(40.0, Offset.offset(0.01));
    assertThat(now.cores()).singleElement().extracting("name").isEqualTo("cpu0");
    assertThat(now.memoryBytes()).isEqualTo(8_000_000L * 1024);
    assertThat(now.availableBytes()).isEqualTo(6_000_000L * 1024);
    assertThat(now.swapBytes() - now.swapFreeBytes()).isEqualTo(250_000L * 1024);
    assertThat(now.loads()).containsExactly(1.2, 0.8, 0.5);
    assertThat(now.uptimeMillis()).isEqualTo(360_061_250);
    assertThat(now.all().percentSince(now.all())).isZero();
  }

  @Test
  void thisMachineHasMemoryAndProcessors() throws IOException {
    Machine machine = Machine.look();
    assertThat(machine.memoryBytes()).isGreaterThan(machine.availableBytes()).isPositive();
    assertThat(machine.cores()).isNotEmpty();
  }

  @Test
  void whatIsNoProcIsRefused() throws IOException {
    assertThatThrownBy(() -> look("nonsense\n"))
        .isInstanceOf(IOException.class)
        .hasMessage(proc + " has an unknown form");
  }
}
