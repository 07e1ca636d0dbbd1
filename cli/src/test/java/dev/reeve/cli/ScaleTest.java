package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleTest {
  @ParameterizedTest
  @CsvSource({
    "0.2,1",
    "1,1",
    "1.1,2",
    "3,4",
    "5,6",
    "7,8",
    "9,10",
    "10,10",
    "11,20",
    "99,100",
    "101,200",
    "1600,2000"
  })
  void theEdgeIsARoundNumberThatIsNotBelow(double most, double edge) {
    assertThat(Scale.decimal(most)).isEqualTo(edge);
  }

  @ParameterizedTest
  @CsvSource({
    "1000,1000",
    "1025,2048",
    "1048576,1048576",
    "1048577,2097152",
    "1073000000,1073741824"
  })
  void sizesAreRoundInPowersOf1024(double most, double edge) {
    assertThat(Scale.bytes(most)).isEqualTo(edge);
  }

  @ParameterizedTest
  @CsvSource({"0,60", "61,300", "3601,7200", "90000,172800", "100000000,172800000"})
  void timesAreRoundAsClocksAre(double most, double edge) {
    assertThat(Scale.seconds(most)).isEqualTo(edge);
  }

  @Test
  void aZeroBehindThePointIsLeftOut() {
    assertThat(Scale.tidy("1.0 MB")).isEqualTo("1 MB");
    assertThat(Scale.tidy("1.05%")).isEqualTo("1.05%");
    assertThat(Scale.tidy("2.0%")).isEqualTo("2%");
    assertThat(Scale.tidy("12h 30m")).isEqualTo("12h 30m");
  }
}
