package dev.reeve.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reeve.core.spec.Every;
import dev.reeve.core.spec.LogFormat;
import dev.reeve.core.spec.OnFull;
import dev.reeve.core.spec.Rotation;
import dev.reeve.core.spec.SyslogSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** New files at each hour, day or week, and the end of old ones. */
class TimedRotationTest {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final Duration HOUR = Duration.ofHours(1);

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

  /** From now on the clock of the pump says that a full hour comes after this time. */
  private void clockBeforeTheHour(Duration rest) throws Exception {
    Instant now = Instant.now();
    Instant hour = Instant.parse("2026-11-20T12:00:00Z");
    InstantSource clock =
        InstantSource.offset(InstantSource.system(), Duration.between(now, hour.minus(rest)));
    rig.pump.close();
    rig.pump = new Pump(rig, UTC, clock);
    rig.pump.start();
  }

  private StreamSpec spec(LogFormat format, Rotation rotation) {
    return rig.spec("api", format, rotation);
  }

  private Path log() {
    return directory.resolve("logs/api.log");
  }

  private Path aside(int number) {
    return directory.resolve("logs/api.log." + number);
  }

  private void oldLog(String text, Duration age) throws Exception {
    Files.createDirectories(log().getParent());
    Files.writeString(log(), text);
    Files.setLastModifiedTime(log(), FileTime.from(Instant.now().minus(age)));
  }

  private static Rotation every(Every every) {
    return new Rotation(0, 5, false, every, Duration.ZERO);
  }

  @ParameterizedTest
  @CsvSource({
    "HOURLY, 2026-11-20T10:59:59.999Z, 2026-11-20T11:00:00Z",
    "HOURLY, 2026-11-20T11:00:00Z, 2026-11-20T12:00:00Z",
    // Berlin
    "DAILY, 2026-11-20T22:59:59Z, 2026-11-20T23:00:00Z",
    "DAILY, 2026-11-20T23:00:00Z, 2026-11-21T23:00:00Z",
    // 25 hours, then 23
    "DAILY, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
    "DAILY, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
    "WEEKLY, 2026-11-20T12:00:00Z, 2026-11-22T23:00:00Z",
    "WEEKLY, 2026-11-22T23:00:00Z, 2026-11-29T23:00:00Z"
  })
  void aFileIsOverWhenTheClockOnTheWallSaysSo(Every every, Instant at, Instant over) {
    long next = Calendar.next(every, at.toEpochMilli(), ZoneId.of("Europe/Berlin"));
    assertThat(Instant.ofEpochMilli(next)).isEqualTo(over);
  }

  @Test
  void aQuietServiceGetsANewFileWhenTheHourIsOver() throws Exception {
    clockBeforeTheHour(Duration.ofSeconds(2));
    LogStream stream = rig.pump.attach(spec(LogFormat.RAW, every(Every.HOURLY)));
    rig.write(stream, PumpRig.utf8("before\n"));
    assertThat(aside(1)).doesNotExist();
    await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(aside(1)));
    assertThat(PumpRig.text(aside(1))).isEqualTo("before\n");
    assertThat(Files.size(log())).isZero();
    rig.write(stream, PumpRig.utf8("after\n"));
    assertThat(PumpRig.text(log())).isEqualTo("after\n");
    assertThat(aside(2)).doesNotExist();
  }

  @Test
  void anEmptyFileIsNotPutAside() throws Exception {
    LogStream stream = rig.pump.attach(spec(LogFormat.RAW, every(Every.HOURLY)));
    rig.write(stream, PumpRig.utf8("one\n"));
    stream.flush();
    Files.setLastModifiedTime(log(), FileTime.from(Instant.now().minus(HOUR)));
    rig.restart();
    stream = rig.pump.attach(spec(LogFormat.RAW, every(Every.HOURLY)));
    rig.write(stream, PumpRig.utf8("two\n"));
    assertThat(PumpRig.text(log())).isEqualTo("two\n");
    assertThat(aside(1)).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(LogFormat.class)
  void aFileThatWasOverWhileNobodyWatchedIsPutAsideAtOnce(LogFormat format) throws Exception {
    oldLog("old\n", Duration.ofDays(8));
    LogStream stream = rig.pump.attach(spec(format, every(Every.WEEKLY)));
    await().until(() -> Files.exists(aside(1)));
    assertThat(PumpRig.text(aside(1))).isEqualTo("old\n");
    rig.write(stream, PumpRig.utf8("new\n"));
    assertThat(PumpRig.text(log())).contains("new").doesNotContain("old");
  }

  @Test
  void aFileOfThisHourIsWrittenOnAfterARestart() throws Exception {
    clockBeforeTheHour(Duration.ofMinutes(50));
    LogStream stream = rig.pump.attach(spec(LogFormat.RAW, every(Every.DAILY)));
    rig.write(stream, PumpRig.utf8("one\n"));
    Files.setLastModifiedTime(log(), FileTime.from(Instant.parse("2026-11-20T00:00:01Z")));
    rig.pump.close();
    clockBeforeTheHour(Duration.ofMinutes(40));
    stream = rig.pump.attach(spec(LogFormat.RAW, every(Every.DAILY)));
    rig.write(stream, PumpRig.utf8("two\n"));
    assertThat(PumpRig.text(log())).isEqualTo("one\ntwo\n");
  }

  @ParameterizedTest
  @EnumSource(LogFormat.class)
  void noLineIsCutWhenTheHourEndsInItsMidst(LogFormat format) throws Exception {
    clockBeforeTheHour(Duration.ofSeconds(2));
    LogStream stream = rig.pump.attach(spec(format, every(Every.HOURLY)));
    // Bytes that never pause between two lines, over the end of the hour.
    rig.run(
        stream,
        "i=0; while [ $i -lt 35 ]; do i=$((i+1)); printf \"one $i \"; sleep 0.1;"
            + " printf \"two\\nthree\"; done; echo");
    assertThat(aside(1)).exists();
    assertThat(PumpRig.text(aside(1))).endsWith(format == LogFormat.JSON ? "}\n" : "two\n");
    String all = new String(PumpRig.everything(log()), StandardCharsets.UTF_8);
    String text =
        switch (format) {
          case RAW -> all;
          case TIMESTAMPED -> PumpRig.STAMP.matcher(all).replaceAll("");
          case JSON -> all.replaceAll("(?m)^.*\"line\":\"|\"}$", "");
        };
    StringBuilder expected = new StringBuilder();
    for (int i = 1; i <= 35; i++) {
      expected.append("one ").append(i).append(" two\nthree");
    }
    assertThat(text).isEqualTo(expected + "\n");
  }

  @Test
  void oldFilesAreDeletedWhenTheirTimeHasCome() throws Exception {
    oldLog("now\n", Duration.ZERO);
    Files.writeString(aside(1), "young\n");
    Files.writeString(aside(2), "older\n");
    Files.setLastModifiedTime(aside(2), FileTime.from(Instant.now().minusSeconds(3598)));
    Files.writeString(aside(3), "oldest\n");
    Files.setLastModifiedTime(aside(3), FileTime.from(Instant.now().minusSeconds(3700)));
    Rotation rotation = new Rotation(100_000, 5, false, Every.NEVER, HOUR);
    rig.pump.attach(spec(LogFormat.RAW, rotation));
    await().until(() -> !Files.exists(aside(3)));
    // Two seconds later, though nothing is written.
    await().atMost(Duration.ofSeconds(20)).until(() -> !Files.exists(aside(2)));
    assertThat(aside(1)).exists();
    assertThat(log()).exists();
    assertThat(rig.troubles).isEmpty();
  }

  @Test
  void rulesCanBeChangedWhileItRuns() throws Exception {
    oldLog("old\n", Duration.ofDays(2));
    LogStream stream = rig.pump.attach(spec(LogFormat.RAW, PumpRig.NEVER));
    rig.pump.retune(stream, every(Every.DAILY), OnFull.BLOCK, SyslogSpec.NONE);
    await().until(() -> Files.exists(aside(1)));
    rig.write(stream, PumpRig.utf8("new\n"));
    assertThat(PumpRig.text(log())).isEqualTo("new\n");
  }

  @Test
  void aCompressedFileIsAsOldAsItsLastLine() throws Exception {
    oldLog("old\n", Duration.ofDays(2));
    Instant written = Files.getLastModifiedTime(log()).toInstant();
    rig.pump.attach(spec(LogFormat.RAW, new Rotation(0, 5, true, Every.DAILY, Duration.ofDays(9))));
    Path zipped = directory.resolve("logs/api.log.1.gz");
    await().until(() -> Files.exists(zipped) && !Files.exists(aside(1)));
    assertThat(Files.getLastModifiedTime(zipped).toInstant()).isEqualTo(written);
  }
}
