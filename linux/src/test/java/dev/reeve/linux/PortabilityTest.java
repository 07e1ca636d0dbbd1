package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Compares the numbers of both architectures with the headers of the kernel. */
class PortabilityTest {
  @Test
  void theNumbersForX86AreThoseOfTheKernel() throws IOException {
    Map<String, Integer> header = header(Path.of("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"));
    for (Syscall call : Syscall.values()) {
      assertThat(call.onX86).as(call.name()).isEqualTo(header.get(call.name()));
    }
  }

  @Test
  void theNumbersForArmAreThoseOfTheKernel() throws IOException {
    Map<String, Integer> header = header(Path.of("/usr/include/asm-generic/unistd.h"));
    Map<String, String> other = Map.of("FCNTL", "3264_FCNTL", "FTRUNCATE", "3264_FTRUNCATE");
    for (Syscall call : Syscall.values()) {
      Integer number = header.get(other.getOrDefault(call.name(), call.name()));
      assertThat(call.onArm).as(call.name()).isEqualTo(number);
    }
  }

  private static Map<String, Integer> header(Path file) throws IOException {
    Assumptions.assumeTrue(Files.exists(file), "needs " + file + " (linux-libc-dev)");
    Pattern define = Pattern.compile("#define __NR(\\w+?)\\s+(\\d+)\\b");
    Map<String, Integer> numbers = new HashMap<>();
    for (MatchResult found : define.matcher(Files.readString(file)).results().toList()) {
      String name = found.group(1).replaceFirst("^_", "").toUpperCase(Locale.ROOT);
      numbers.put(name, Integer.parseInt(found.group(2)));
    }
    return numbers;
  }

  @Test
  void theVersionOfTheKernelIsUnderstood() {
    assertThat(KernelVersion.parse("6.1.0-37-amd64")).isEqualTo(new KernelVersion(6, 1));
    assertThat(KernelVersion.parse("5.10")).isEqualTo(new KernelVersion(5, 10));
    assertThat(KernelVersion.parse("nonsense")).isEqualTo(new KernelVersion(0, 0));
    assertThat(new KernelVersion(5, 9)).isLessThan(KernelVersion.MINIMUM);
    assertThat(new KernelVersion(10, 0))
        .isGreaterThan(new KernelVersion(6, 18))
        .hasToString("10.0");
    assertThat(KernelVersion.atLeast(5, 10)).isTrue();
    KernelVersion.requireSupported();
  }

  @Test
  void anErrorHasItsNameAndItsMeaning() {
    assertThat(new LinuxException("open(/x)", Errno.ENOENT))
        .hasMessage("open(/x): No such file or directory (ENOENT)");
    assertThat(new LinuxException("open(/x)", 4000))
        .hasMessage("open(/x): unknown error (error 4000)");
    assertThat(Errno.name(Errno.EDQUOT)).isEqualTo("EDQUOT");
    assertThat(Errno.name(Errno.ELOOP)).isEqualTo("ELOOP");
    assertThat(Errno.name(Errno.ENOSYS)).isEqualTo("ENOSYS");
    assertThat(Errno.name(Errno.ETXTBSY)).isEqualTo("ETXTBSY");
  }
}
