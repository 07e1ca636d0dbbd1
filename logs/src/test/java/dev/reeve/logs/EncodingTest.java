package dev.reeve.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The small pieces, beside slower ones that are known to be right. */
class EncodingTest {
  private final Random random = new Random(11);

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns"})
  void aStampIsWhatTheFormatterSaysAndCanBeReadBack(String zone) {
    DateTimeFormatter formatter = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX ");
    Stamp stamp = new Stamp(ZoneId.of(zone));
    StampParser parser = new StampParser();
    long millis = Instant.parse("2026-03-28T23:59:59.990Z").toEpochMilli();
    for (int i = 0; i < 20_000; i++) {
      stamp.set(millis);
      String text = new String(stamp.bytes, 0, stamp.length(), StandardCharsets.US_ASCII);
      assertThat(text)
          .isEqualTo(formatter.format(Instant.ofEpochMilli(millis).atZone(ZoneId.of(zone))));
      assertThat(parser.parse(stamp.bytes, 0, stamp.length())).isEqualTo(millis);
      assertThat(parser.length()).isEqualTo(stamp.length() - 1);
      // Small steps, large ones over changes of the offset, and some back.
      millis += i % 3 == 0 ? random.nextInt(7_200_000) - 600_000 : random.nextInt(50);
    }
  }

  @Test
  void whatIsNoStampIsNotTakenForOne() {
    for (String text :
        new String[] {
          "",
          "2026",
          "2026-11-20T22:31:23.123",
          "2026-11-20 22:31:23.123Z x",
          "2026-13-20T22:31:23.123Z x",
          "2026-02-30T22:31:23.123Z x",
          "2026-11-20T22:31:23.123+0100 x",
          "2026-11-20T22:31:23.123X x",
          "x2026-11-20T22:31:23.123Z x"
        }) {
      byte[] bytes = PumpRig.utf8(text);
      assertThat(new StampParser().parse(bytes, 0, bytes.length))
          .as(text)
          .isEqualTo(StampParser.NONE);
    }
  }

  @Test
  void newlinesAreFoundWhereverTheyAre() {
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      for (int i = 0; i < bytes.length; i++) {
        // Neighbours of the newline and high bytes are what a clever search stumbles over.
        bytes[i] = new byte[] {9, 11, (byte) 0x8a, 0, 1, (byte) 0xff, bytes[i]}[random.nextInt(7)];
        bytes[i] = random.nextInt(40) == 0 ? (byte) '\n' : bytes[i];
      }
      int from = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
      int expected = -1;
      for (int i = from; i < bytes.length && expected < 0; i++) {
        expected = bytes[i] == '\n' ? i : -1;
      }
      assertThat(Newline.first(bytes, from, bytes.length)).isEqualTo(expected);
    }
  }

  @Test
  void utf8IsWhatJavaThinksItIs() {
    for (int round = 0; round < 200_000; round++) {
      byte[] bytes = new byte[1 + random.nextInt(4)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) ((i == 0 ? 0xc0 : 0x80) + random.nextInt(64));
      }
      boolean right =
          bytes.length > 1 && !new String(bytes, StandardCharsets.UTF_8).contains("\ufffd");
      assertThat(Utf8.sequence(bytes, 0, bytes.length) == bytes.length).isEqualTo(right);
    }
  }

  @Test
  void aCutNeverGoesThroughACharacter() {
    byte[] bytes = PumpRig.utf8("aé€😀z");
    int[] expected = {1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11};
    for (int at = 1; at <= bytes.length; at++) {
      assertThat(Utf8.characterStart(bytes, 0, at)).as("at %d", at).isEqualTo(expected[at - 1]);
    }
  }
}
