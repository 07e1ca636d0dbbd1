package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reeve.cli.Key.Kind;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyTest {
  @ParameterizedTest
  @CsvSource({
    "[A, UP",
    "OB, DOWN",
    "[C, RIGHT",
    "[D, LEFT",
    "[H, HOME",
    "[4~, END",
    "[5~, PAGE_UP",
    "[6~, PAGE_DOWN",
    "[3~, DELETE",
    "[1;5A, UNKNOWN",
    "[200~, UNKNOWN"
  })
  void sequencesAreKeys(String rest, Kind kind) {
    assertThat(Key.of("\033" + rest)).containsExactly(Key.of(kind));
  }

  @Test
  void controlCharactersAreKeys() {
    assertThat(Key.of("\r\n\t\177\b\003\f\025"))
        .extracting(Key::kind)
        .containsExactly(
            Kind.ENTER,
            Kind.ENTER,
            Kind.TAB,
            Kind.BACKSPACE,
            Kind.BACKSPACE,
            Kind.INTERRUPT,
            Kind.REDRAW,
            Kind.ERASE);
  }

  @Test
  void whatIsTypedFastIsOneKeyAfterTheOther() {
    assertThat(Key.of("q\033[Bé𝄞\033"))
        .containsExactly(
            Key.of('q'), Key.of(Kind.DOWN), Key.of('é'), Key.of(0x1d11e), Key.of(Kind.ESCAPE));
  }

  @Test
  void anEscapeBeforeALetterIsAKeyOfItsOwn() {
    assertThat(Key.of("\033q")).containsExactly(Key.of(Kind.ESCAPE), Key.of('q'));
  }

  @Test
  void aCharacterThatComesInPiecesIsOneKey() {
    byte[] note = "a𝄞".getBytes(StandardCharsets.UTF_8);
    InputStream pieces =
        new SequenceInputStream(
            new ByteArrayInputStream(note, 0, 3), new ByteArrayInputStream(note, 3, 2));
    List<Key> keys = new CopyOnWriteArrayList<>();
    Keyboard.listen(pieces, keys::add);
    await().until(() -> keys.size() == 2);
    assertThat(keys).containsExactly(Key.of('a'), Key.of(0x1d11e));
  }
}
