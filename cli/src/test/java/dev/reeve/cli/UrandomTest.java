package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UrandomTest {
  private final SecureRandom random;

  UrandomTest() throws NoSuchAlgorithmException {
    random = SecureRandom.getInstance("NativePRNGNonBlocking", new Urandom());
  }

  @Test
  void itIsAsRandomAsTheKernel() {
    Set<Long> seen = new HashSet<>();
    int ones = 0;
    for (int i = 0; i < 1000; i++) {
      long n = random.nextLong();
      assertThat(seen.add(n)).isTrue();
      ones += Long.bitCount(n);
    }
    assertThat(ones).isBetween(31_000, 33_000); // 32,000 expected, standard deviation 126
  }

  @Test
  void aSeedDoesNotMakeItRepeatItself() {
    random.setSeed(7);
    long first = random.nextLong();
    random.setSeed(7);
    assertThat(random.nextLong()).isNotEqualTo(first);
    assertThat(random.generateSeed(33)).hasSize(33);
  }
}
