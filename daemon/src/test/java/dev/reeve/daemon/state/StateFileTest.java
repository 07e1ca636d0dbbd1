package dev.reeve.daemon.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
  @TempDir Path folder;
  private Path file;
  private StateFile state;

  @BeforeEach
  void aStateFile() {
    file = folder.resolve("state.json");
    state = new StateFile(file);
  }

  private Object loadedNumber() {
    return state.load().document().orElseThrow().get("n");
  }

  @Test
  void whatWasStoredIsLoaded() throws IOException {
    state.store("{\"n\":1,\"text\":\"ä\\u0000\\n\"}");
    assertThat(state.load().document().orElseThrow())
        .containsEntry("n", 1L)
        .containsEntry("text", "ä\u0000\n");
    assertThat(state.load().complaints()).isEmpty();
  }

  @Test
  void nothingIsLoadedWhereNothingWasStored() {
    assertThat(state.load().document()).isEmpty();
    assertThat(state.load().complaints()).isEmpty();
  }

  @Test
  void fiveGenerationsAreKept() throws IOException {
    for (int i = 1; i <= 9; i++) {
      state.store("{\"n\":" + i + "}");
    }
    try (var files = Files.list(folder)) {
      assertThat(files.map(p -> p.getFileName().toString()).sorted())
          .containsExactly(
              "state.json", "state.json.1", "state.json.2", "state.json.3", "state.json.4");
    }
    assertThat(Files.readString(folder.resolve("state.json.4"))).contains("\"n\":5");
  }

  @Test
  void aFileCutAtAnyByteIsKnownAndTheOlderGenerationTaken() throws IOException {
    state.store("{\"n\":1}");
    state.store("{\"n\":2,\"more\":[1,2,3]}");
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length - 1; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(loadedNumber()).as("cut at %d", length).isEqualTo(1L);
      assertThat(state.load().complaints()).hasSize(1);
    }
    Files.write(file, whole);
    assertThat(loadedNumber()).isEqualTo(2L);
  }

  @Test
  void aFlippedBitIsKnown() throws IOException {
    state.store("{\"n\":1}");
    state.store("{\"n\":2}");
    byte[] bytes = Files.readAllBytes(file);
    bytes[4] ^= 1;
    Files.write(file, bytes);
    assertThat(loadedNumber()).isEqualTo(1L);
    assertThat(state.load().complaints().getFirst()).contains("state.json: is damaged");
  }

  @Test
  void aBadFileDoesNotPushOutGoodGenerationsUnread() throws IOException {
    state.store("{\"n\":1}");
    Files.writeString(file, "garbage");
    assertThat(loadedNumberOrNull()).isNull();
    state.store("{\"n\":2}");
    assertThat(loadedNumber()).isEqualTo(2L);
  }

  private Object loadedNumberOrNull() {
    return state.load().document().map(d -> d.get("n")).orElse(null);
  }

  @Test
  void whatCannotBeWrittenLeavesTheOldDocument() throws IOException {
    state.store("{\"n\":1}");
    Files.createDirectory(folder.resolve("state.json.new"));
    Files.createFile(folder.resolve("state.json.new").resolve("in the way"));
    assertThatThrownBy(() -> state.store("{\"n\":2}")).isInstanceOf(IOException.class);
    assertThat(loadedNumber()).isEqualTo(1L);
  }

  @Test
  void itIsReadableByItsOwnerOnly() throws IOException {
    state.store("{}");
    assertThat(Files.getPosixFilePermissions(file).toString())
        .doesNotContain("GROUP")
        .doesNotContain("OTHERS");
  }
}
