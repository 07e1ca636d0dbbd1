package dev.reeve.daemon.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintsTest {
  @TempDir Path folder;

  private Fingerprints read() {
    return new Fingerprints(folder.resolve("followed.json"));
  }

  private static String of(String... texts) {
    Fingerprint fingerprint = new Fingerprint();
    for (String text : texts) {
      fingerprint.add(text);
    }
    return fingerprint.text();
  }

  @Test
  void textsThatDifferInAnythingHaveOtherFingerprints() {
    assertThat(of("ab", "c")).hasSize(64).isEqualTo(of("ab", "c"));
    assertThat(of("ab", "c")).isNotEqualTo(of("a", "bc")).isNotEqualTo(of("abc"));
  }

  @Test
  void theNextDaemonKnowsWhatHasChanged() throws Exception {
    assertThat(read().isOther("/a.yaml", "1")).isFalse();
    read().note("/a.yaml", "1");
    read().note("/b.yaml", "1");
    assertThat(read().isOther("/a.yaml", "1")).isFalse();
    assertThat(read().isOther("/a.yaml", "2")).isTrue();
    read().forget("/a.yaml");
    assertThat(read().isOther("/a.yaml", "2")).isFalse();
    assertThat(read().isOther("/b.yaml", "2")).isTrue();
  }

  @Test
  void whatIsKnownIsNotWrittenAgain() throws Exception {
    Fingerprints fingerprints = read();
    fingerprints.note("/a.yaml", "1");
    Files.delete(folder.resolve("followed.json"));
    fingerprints.note("/a.yaml", "1");
    fingerprints.forget("/b.yaml");
    assertThat(folder.resolve("followed.json")).doesNotExist();
  }
}
