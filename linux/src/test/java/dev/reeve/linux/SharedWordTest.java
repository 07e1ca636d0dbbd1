package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

// Closing before the end of the block is part of what is tested.
@SuppressWarnings("try")
class SharedWordTest {
  @TempDir Path directory;

  @Test
  void theValueIsInTheFile() throws IOException {
    Path file = directory.resolve("word");
    try (SharedWord word = SharedWord.open(file)) {
      assertThat(word.get()).isZero();
      word.set(0x1122334455667788L);
      assertThat(word.get()).isEqualTo(0x1122334455667788L);
      word.close();
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
    assertThat(bytes.remaining()).isEqualTo(8);
    assertThat(bytes.getLong()).isEqualTo(0x1122334455667788L);
    try (SharedWord again = SharedWord.open(file)) {
      assertThat(again.get()).isEqualTo(0x1122334455667788L);
    }
  }

  @Test
  void theValueSurvivesKillOfItsProcess() throws Exception {
    Path file = directory.resolve("word");
    Process process = TestJvm.start(Counter.class, file.toString()).start();
    long told;
    try (BufferedReader output = process.inputReader()) {
      told = Long.parseLong(output.readLine());
      process.destroyForcibly();
      assertThat(process.waitFor()).isEqualTo(128 + Signals.KILL);
    }
    try (SharedWord word = SharedWord.open(file)) {
      assertThat(word.get()).isGreaterThanOrEqualTo(told);
    }
  }

  /** Counts until it is killed. */
  static final class Counter {
    public static void main(String[] arguments) throws IOException {
      try (SharedWord word = SharedWord.open(Path.of(arguments[0]))) {
        for (long i = 1; ; i++) {
          word.set(i);
          if (i == 100_000) {
            System.out.println(i);
          }
        }
      }
    }
  }
}
