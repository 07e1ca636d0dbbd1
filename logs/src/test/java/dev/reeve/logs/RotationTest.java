package dev.reeve.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reeve.core.spec.LogFormat;
import dev.reeve.core.spec.OnFull;
import dev.reeve.core.spec.Rotation;
import dev.reeve.core.spec.SyslogSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RotationTest {
  @TempDir Path directory;
  PumpRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = new PumpRig(directory);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private LogStream attach(LogFormat format, Rotation rotation) throws Exception {
    return rig.pump.attach(rig.spec("api", format, rotation));
  }

  private Path aside(int number) {
    return directory.resolve("logs/api.log." + number);
  }

  private Path zipped(int number) {
    return directory.resolve("logs/api.log." + number + ".gz");
  }

  @ParameterizedTest
  @EnumSource(LogFormat.class)
  void aFileIsPutAsideBetweenTwoLines(LogFormat format) throws Exception {
    LogStream stream = attach(format, new Rotation(10_000, 1000, false));
    rig.run(stream, "seq 1 20000");
    StringBuilder numbers = new StringBuilder();
    for (Shelf.Aside aside : new Shelf(stream.file()).asides()) {
      String text = PumpRig.text(aside.path());
      assertThat(text).endsWith("\n");
      assertThat(text.length()).isBetween(10_000, 10_000 + 80);
    }
    String all = new String(PumpRig.everything(stream.file()), StandardCharsets.UTF_8);
    for (String line : all.lines().toList()) {
      numbers.append(line.replaceAll("^.*(\"line\":\"|Z )|\".*$", "")).append('\n');
    }
    StringBuilder expected = new StringBuilder();
    for (int i = 1; i <= 20000; i++) {
      expected.append(i).append('\n');
    }
    assertThat(numbers.toString()).isEqualTo(expected.toString());
  }

  @Test
  void onlySoManyFilesAreKept() throws Exception {
    LogStream stream = attach(LogFormat.RAW, new Rotation(100, 2, false));
    for (int i = 1; i <= 5; i++) {
      rig.write(stream, PumpRig.utf8(("file " + i).repeat(20) + "\n"));
    }
    assertThat(PumpRig.text(stream.file())).startsWith("file 5");
    assertThat(PumpRig.text(aside(1))).startsWith("file 4");
    assertThat(PumpRig.text(aside(2))).startsWith("file 3");
    assertThat(aside(3)).doesNotExist();
    rig.pump.retune(stream, new Rotation(100, 1, false), OnFull.BLOCK, SyslogSpec.NONE);
    assertThat(stream.drained(Duration.ofSeconds(5))).isTrue();
    assertThat(aside(2)).doesNotExist();
  }

  @Test
  void noneIsKeptWhenNoneIsToBe() throws Exception {
    LogStream stream = attach(LogFormat.RAW, new Rotation(100, 0, false));
    for (int i = 1; i <= 3; i++) {
      rig.write(stream, PumpRig.utf8(("file " + i).repeat(20) + "\n"));
    }
    assertThat(PumpRig.text(stream.file())).startsWith("file 3");
    assertThat(aside(1)).doesNotExist();
  }

  @Test
  void anEndlessLineIsKeptTogetherForAMegabyteAndThenGoesOnInTheNextFile() throws Exception {
    LogStream stream = attach(LogFormat.TIMESTAMPED, new Rotation(1000, 100, false));
    rig.run(
        stream,
        "head -c 500000 /dev/zero | tr '\\0' a; echo; head -c 3000000 /dev/zero | tr '\\0' b; echo; echo c");
    byte[] all = PumpRig.everything(stream.file());
    String text = PumpRig.STAMP.matcher(new String(all, StandardCharsets.UTF_8)).replaceAll("|");
    assertThat(text).isEqualTo("|" + "a".repeat(500000) + "\n|" + "b".repeat(3000000) + "\n|c\n");
    List<Shelf.Aside> asides = new Shelf(stream.file()).asides();
    assertThat(Files.size(asides.getLast().path())).isGreaterThan(500000).isLessThan(500100);
    assertThat(asides).allMatch(aside -> aside.path().toFile().length() <= 1000 + Conduit.OVERTIME);
  }

  @Test
  void oldFilesAreCompressedAndReadableAsBefore() throws Exception {
    LogStream stream = attach(LogFormat.RAW, new Rotation(10_000, 1000, true));
    rig.run(stream, "seq 1 20000");
    await()
        .until(() -> new Shelf(stream.file()).asides().stream().allMatch(Shelf.Aside::compressed));
    String all = new String(PumpRig.everything(stream.file()), StandardCharsets.UTF_8);
    assertThat(all.lines()).hasSize(20000).startsWith("1", "2", "3").endsWith("19999", "20000");
    assertThat(rig.troubles).isEmpty();
  }

  @Test
  void whatAKilledCompressorLeftIsMended() throws Exception {
    Files.createDirectories(directory.resolve("logs"));
    Files.write(directory.resolve("logs/api.log.gz.tmp"), gzip("half").readNBytes(9));
    // Killed between the new name and the end of the old file.
    Files.writeString(aside(2), "older\n");
    Files.write(zipped(2), gzip("older\n").readAllBytes());
    // Killed before it began.
    Files.writeString(aside(1), "old\n");
    Files.writeString(directory.resolve("logs/api.log"), "new\n");
    LogStream stream = attach(LogFormat.RAW, new Rotation(10_000, 5, true));
    await().until(() -> Files.exists(zipped(1)) && !Files.exists(aside(1)));
    assertThat(aside(2)).doesNotExist();
    assertThat(directory.resolve("logs/api.log.gz.tmp")).doesNotExist();
    assertThat(new String(PumpRig.everything(stream.file()), StandardCharsets.UTF_8))
        .isEqualTo("older\nold\nnew\n");
  }

  @Test
  void aKillInTheMidstOfRenamingLosesNothing() throws Exception {
    Files.createDirectories(directory.resolve("logs"));
    // 2 was renamed to 3 and 1 to 2, then came the kill.
    Files.writeString(aside(3), "oldest\n");
    Files.writeString(aside(2), "older\n");
    Files.writeString(directory.resolve("logs/api.log"), "x".repeat(200) + "\n");
    LogStream stream = attach(LogFormat.RAW, new Rotation(100, 3, false));
    rig.write(stream, PumpRig.utf8("new\n"));
    assertThat(new String(PumpRig.everything(stream.file()), StandardCharsets.UTF_8))
        .isEqualTo("oldest\nolder\n" + "x".repeat(200) + "\nnew\n");
  }

  @Test
  void aFileThatCannotBePutAsideIsWrittenOn() throws Exception {
    LogStream stream = attach(LogFormat.RAW, new Rotation(100, 1, false));
    Files.createDirectories(aside(1).resolve("in the way"));
    for (int i = 0; i < 3; i++) {
      rig.write(stream, PumpRig.utf8("line\n".repeat(30)));
    }
    assertThat(PumpRig.text(stream.file())).isEqualTo("line\n".repeat(90));
    assertThat(rig.troubles)
        .hasSize(1)
        .first()
        .asString()
        .startsWith("api#1 out: cannot rotate " + stream.file() + ": ");
  }

  private static InputStream gzip(String text) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(PumpRig.utf8(text));
    }
    assertThat(new GZIPInputStream(new ByteArrayInputStream(bytes.toByteArray())).readAllBytes())
        .isNotEmpty();
    return new ByteArrayInputStream(bytes.toByteArray());
  }
}
