package dev.reeve.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FlatTest {
  @Test
  void keysHaveNumbers() {
    assertThat(Flat.keyed("low 0\noom 2\noom_kill 3\n"))
        .isEqualTo(Map.of("low", 0L, "oom", 2L, "oom_kill", 3L));
  }

  @Test
  void whatIsNoNumberIsPassedOver() {
    assertThat(Flat.keyed("max 100000\nquota max\n\nx\n y 1\nn -1\nbig 9999999999999999999\n"))
        .isEqualTo(Map.of("max", 100000L));
  }

  @Test
  void wordsStandBetweenBlanks() {
    assertThat(Flat.words("cpu io  memory\n")).containsExactly("cpu", "io", "memory");
    assertThat(Flat.words("\n")).isEmpty();
  }

  @Test
  void pressureIsTheShareOfTheLastTenSeconds() {
    String text =
        """
        some avg10=12.34 avg60=5.00 avg300=1.00 total=123456
        full avg10=1.00 avg60=0.50 avg300=0.10 total=1234
        """;
    assertThat(Flat.someAvg10(text)).contains(12.34);
    assertThat(Flat.someAvg10("full avg10=1.00 avg60=0.50\n")).isEmpty();
    assertThat(Flat.someAvg10("")).isEmpty();
  }
}
