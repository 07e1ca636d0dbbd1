package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalsTest {
  @ParameterizedTest
  @CsvSource({
    "TERM,15",
    "SIGTERM,15",
    "sigterm,15",
    "15,15",
    " KILL ,9",
    "RTMIN,34",
    "RTMIN+0,34",
    "SIGRTMIN+3,37",
    "RTMAX,64",
    "RTMAX-1,63",
    "CLD,17",
    "POLL,29",
    "IOT,6",
    "1,1",
    "64,64"
  })
  void aNameOrNumberIsUnderstood(String name, int number) {
    assertThat(Signals.number(name)).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "65", "-1", "FOO", "SIG", "SIG15", "RTMIN+31", "RTMIN-1", "1.0", "٣"})
  void anythingElseIsRefused(String name) {
    assertThatThrownBy(() -> Signals.number(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "unknown signal '" + name + "': use a name such as TERM or a number from 1 to 64");
  }

  @Test
  void everyNumberHasANameThatLeadsBack() {
    for (int number = 1; number <= 64; number++) {
      if (number != 32 && number != 33) {
        assertThat(Signals.number(Signals.name(number))).isEqualTo(number);
      }
    }
    assertThat(Signals.name(9)).isEqualTo("SIGKILL");
    assertThat(Signals.name(37)).isEqualTo("SIGRTMIN+3");
    assertThat(Signals.name(33)).isEqualTo("signal 33");
  }

  @Test
  void theNumbersAreTheShells(@TempDir Path directory) throws IOException {
    try (Run run =
        Run.program(directory, "/bin/bash", "-c", "for i in {1..31}; do kill -l $i; done")) {
      run.end();
      int number = 1;
      for (String name : run.output().lines().toList()) {
        assertThat(Signals.number(name)).as(name).isEqualTo(number++);
      }
    }
  }
}
