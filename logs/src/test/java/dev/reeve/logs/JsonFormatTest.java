package dev.reeve.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reeve.core.spec.LogFormat;
import dev.reeve.linux.Fd;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonFormatTest {
  private static final String AT =
      "\\{\"at\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\",\"stream\":\"out\",";

  @TempDir Path directory;
  PumpRig rig;
  LogStream stream;

  @BeforeEach
  void start() throws Exception {
    rig = new PumpRig(directory);
    stream = rig.attach("api", LogFormat.JSON);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private List<String> records() throws Exception {
    return Files.readAllLines(stream.file()).stream().map(r -> r.replaceFirst(AT, "")).toList();
  }

  @Test
  void aLineIsARecord() throws Exception {
    rig.write(stream, PumpRig.utf8("say \"hi\"\\ \t\u0001 für 5 € 😀\r\n\n"));
    assertThat(records())
        .containsExactly(
            "\"line\":\"say \\\"hi\\\"\\\\ \\t\\u0001 für 5 € 😀\\r\"}", "\"line\":\"\"}");
  }

  @Test
  void bytesThatAreNoTextAreBase64() throws Exception {
    rig.write(stream, new byte[] {(byte) 0xff, 'a', '\n', (byte) 0xc3, '\n', 'b', '\n'});
    assertThat(records())
        .containsExactly("\"base64\":\"/2E=\"}", "\"base64\":\"ww==\"}", "\"line\":\"b\"}");
  }

  @Test
  void aLineInTwoWritesIsOneRecord() throws Exception {
    rig.write(stream, PumpRig.utf8("one\ntw"), PumpRig.utf8("o\n"));
    assertThat(records()).containsExactly("\"line\":\"one\"}", "\"line\":\"two\"}");
  }

  @Test
  void aLineThatDoesNotEndIsGivenAfterASecond() throws Exception {
    try (Fd fd = stream.openForChild();
        Arena arena = Arena.ofConfined()) {
      PumpRig.put(fd, arena, PumpRig.utf8("password: "));
      assertThat(stream.drained(Duration.ofSeconds(5))).isTrue();
      await().until(() -> Files.size(stream.file()) > 0);
      assertThat(records()).containsExactly("\"line\":\"password: \",\"partial\":true}");
      PumpRig.put(fd, arena, PumpRig.utf8("secret\n"));
      assertThat(stream.drained(Duration.ofSeconds(5))).isTrue();
    }
    assertThat(records()).last().isEqualTo("\"line\":\"secret\"}");
  }

  @Test
  void whatIsHeldBackSurvivesThePump() throws Exception {
    StreamSpec spec = stream.spec();
    try (Fd fd = stream.openForChild();
        Arena arena = Arena.ofConfined()) {
      PumpRig.put(fd, arena, PumpRig.utf8("tw"));
      assertThat(stream.drained(Duration.ofSeconds(5))).isTrue();
      rig.restart();
      stream = rig.pump.attach(spec);
      PumpRig.put(fd, arena, PumpRig.utf8("o\n"));
      assertThat(stream.drained(Duration.ofSeconds(5))).isTrue();
    }
    assertThat(records()).containsExactly("\"line\":\"two\"}");
  }

  @Test
  void anyBytesInAnyPiecesCanBeHadBack() throws Exception {
    Random random = new Random(7);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    List<byte[]> pieces = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      byte[] piece = new byte[random.nextInt(i % 10 == 0 ? 300_000 : 30_000)];
      random.nextBytes(piece);
      for (int at = 0; at < piece.length; at++) {
        // Mostly text, some binary, newlines from dense to none at all.
        boolean text = i % 7 != 0;
        piece[at] = text ? (byte) (' ' + (piece[at] & 63)) : piece[at];
        if (random.nextInt(i % 3 == 0 ? 50 : 200_000) == 0) {
          piece[at] = '\n';
        }
      }
      pieces.add(piece);
      all.write(piece);
    }
    try (Fd fd = stream.openForChild();
        Arena arena = Arena.ofConfined()) {
      for (byte[] piece : pieces) {
        PumpRig.put(fd, arena, piece);
      }
      assertThat(stream.drained(Duration.ofSeconds(20))).isTrue();
    }
    assertThat(stream.drained(Duration.ofSeconds(20))).isTrue();
    ByteArrayOutputStream back = new ByteArrayOutputStream();
    LogReader.read(
        List.of(LogSource.of(stream.spec())),
        LogQuery.all(),
        line -> {
          assertThat(line.at()).isNotNull();
          back.writeBytes(line.bytes());
          if (!line.unfinished()) {
            back.write('\n');
          }
          return true;
        });
    assertThat(back.toByteArray()).isEqualTo(all.toByteArray());
  }

  @Test
  void linesOfReevesOwnAreRecordsToo() throws Exception {
    stream.addLine("started");
    assertThat(stream.drained(Duration.ofSeconds(5))).isTrue();
    assertThat(Files.readString(stream.file()))
        .matches("\\{\"at\":\"[^\"]*\",\"stream\":\"reeve\",\"line\":\"\\[reeve] started\"}\n");
  }
}
