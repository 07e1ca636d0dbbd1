package dev.reeve.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.spec.LineLook;
import dev.reeve.core.spec.LogFormat;
import dev.reeve.core.spec.OnFull;
import dev.reeve.core.spec.SyslogSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is put before a line, and what is left out of it. */
class LineLookTest {
  private static final String RED = "\033[31m";

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

  private StreamSpec spec(LogFormat format, LineLook look) {
    return spec(rig.spec("api", format, PumpRig.NEVER), look);
  }

  static StreamSpec spec(StreamSpec usual, LineLook look) {
    return new StreamSpec(
        usual.service(),
        usual.instance(),
        usual.std(),
        usual.fifo(),
        usual.spoolDirectory(),
        usual.file(),
        usual.format(),
        look,
        usual.rotation(),
        OnFull.BLOCK,
        SyslogSpec.NONE);
  }

  private static String head(LineLook look, String zone, String moment) {
    LineHead head = new LineHead(look, "api", 3, ZoneId.of(zone));
    Instant at = Instant.parse(moment);
    Stamp stamp = new Stamp(ZoneId.of(zone));
    stamp.set(at.toEpochMilli());
    head.set(at.getEpochSecond() * 1_000_000 + at.getNano() / 1000, stamp);
    return new String(head.bytes(), 0, head.length(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "%Y-%m-%d %T | 2026-03-07 14:05:09",
        "%F %R %I %p | 2026-03-07 14:05 02 PM",
        "%y %j %e %u %% %f %L | 26 066  7 6 % 012345 012",
        "%a %A %b %h %B | Sat Saturday Mar Mar March",
        "%s%z | 1772888709+0100",
        "ç214-%Tç59-.%fçR- | ␛[38;5;214m14:05:09␛[38;5;59m.012345␛[0m",
        "ç15,88-%Hç51,0,1-%MçR- |" + " ␛[38;5;15;48;5;88m14␛[38;5;51;48;5;0;1m05␛[0m"
      })
  void timesAreWrittenInTokensOfStrftime(String format, String expected) {
    assertThat(
            head(new LineLook(format, "", false), "Europe/Berlin", "2026-03-07T13:05:09.012345Z"))
        .isEqualTo(expected.replace('␛', '\033') + " ");
  }

  @Test
  void thePrefixStandsBetweenTimeAndLine() {
    assertThat(
            head(
                new LineLook("", "ç51-{name}#{instance}çR-", false),
                "UTC",
                "2026-03-07T14:05:09.012Z"))
        .isEqualTo("2026-03-07T14:05:09.012Z \033[38;5;51mapi#3\033[0m ");
    assertThat(head(new LineLook("%T", "ça va 100%%", true), "UTC", "2026-03-07T14:05:09.012Z"))
        .isEqualTo("14:05:09 ça va 100% ");
  }

  @Test
  void strippedLinesHaveNoColoursBeforeThemEither() {
    assertThat(
            head(
                new LineLook("ç214-%TçR-", "ç51-{name}çR-", true),
                "UTC",
                "2026-03-07T14:05:09.012Z"))
        .isEqualTo("14:05:09 api ");
  }

  @Test
  void whatStandsBeforeALineIsReadBack() {
    Random random = new Random(3);
    for (String format :
        List.of(
            "",
            "%Y-%m-%d %T.%L%z",
            "ç214-%FçR- %I:%M:%S.%f %p %Z",
            "%s.%L",
            "%y%j %T.%L",
            "%e. %B %Y, %T.%L",
            "%b %d %Y %H:%M:%S.%L %a %A %u")) {
      for (String prefix : List.of("", "ç51-{name}#{instance}çR-", "{name}", "<%H> x%%")) {
        LineLook look = new LineLook(format, prefix, random.nextBoolean());
        LogSource source =
            new LogSource("api", 3, Std.OUT, Path.of("/x"), LogFormat.TIMESTAMPED, look);
        HeadParser parser = new HeadParser(source, ZoneId.of("Asia/Kathmandu"));
        for (int i = 0; i < 50; i++) {
          Instant at = Instant.ofEpochMilli(1_770_000_000_000L + random.nextLong(100_000_000_000L));
          byte[] line = PumpRig.utf8(head(look, "Asia/Kathmandu", at.toString()) + "text");
          assertThat(parser.parse(line, 0, line.length))
              .as(new String(line, StandardCharsets.UTF_8))
              .isTrue();
          assertThat(parser.millis()).as(look + " " + at).isEqualTo(at.toEpochMilli());
          assertThat(parser.length()).isEqualTo(line.length - 4);
        }
      }
    }
  }

  @Test
  void linesAreReadWithTheirTimesAndWithoutWhatStandsBeforeThem() throws Exception {
    LineLook look = new LineLook("[%d/%b/%Y %T.%L %z]", "ç51-{name}çR-:", false);
    StreamSpec spec = spec(LogFormat.TIMESTAMPED, look);
    Files.createDirectories(spec.file().getParent());
    Files.writeString(spec.file(), "2026-01-01T00:00:00.000Z from before\n");
    LogStream stream = rig.pump.attach(spec);
    Instant before = Instant.now().minusMillis(1);
    rig.run(stream, "echo one; echo two");
    List<Line> lines = new ArrayList<>();
    LogReader.read(List.of(LogSource.of(spec)), LogQuery.all(), lines::add);
    assertThat(lines).extracting(Line::text).containsExactly("from before", "one", "two");
    assertThat(lines.get(1).at()).isBetween(before, Instant.now());
    lines.clear();
    LogQuery recent = new LogQuery(LogQuery.ALL, before, null);
    LogReader.read(List.of(LogSource.of(spec)), recent, lines::add);
    assertThat(lines).extracting(Line::text).containsExactly("one", "two");
  }

  @Test
  void aLineOfThisSecondIsNotTakenForOlderWhereTheFileHasNoMilliseconds() throws Exception {
    StreamSpec spec = spec(LogFormat.TIMESTAMPED, new LineLook("%Y-%m-%d %T", "", false));
    LogStream stream = rig.pump.attach(spec);
    for (int i = 0; i < 20; i++) {
      Instant before = Instant.now();
      rig.run(stream, "echo " + i);
      List<Line> lines = new ArrayList<>();
      LogQuery recent = new LogQuery(LogQuery.ALL, before, null);
      LogReader.read(List.of(LogSource.of(spec)), recent, lines::add);
      assertThat(lines).extracting(Line::text).contains("" + i);
    }
    assertThat(HeadParser.precision("%F %R")).isEqualTo(60_000);
    assertThat(HeadParser.precision("%F")).isGreaterThan(86_400_000);
  }

  @Test
  void linesWithoutADayHaveNoTimeButAreAllThere() throws Exception {
    StreamSpec spec = spec(LogFormat.TIMESTAMPED, new LineLook("%T", "", false));
    rig.run(rig.pump.attach(spec), "echo one; echo two");
    assertThat(PumpRig.text(spec.file())).matches("(\\d\\d:\\d\\d:\\d\\d (one|two)\\n){2}");
    List<Line> lines = new ArrayList<>();
    LogQuery recent = new LogQuery(LogQuery.ALL, Instant.now().minusSeconds(9), null);
    LogReader.read(List.of(LogSource.of(spec)), recent, lines::add);
    assertThat(lines).extracting(Line::text).containsExactly("one", "two");
    assertThat(lines).extracting(Line::at).containsOnlyNulls();
  }

  @ParameterizedTest
  @EnumSource(LogFormat.class)
  void escapeSequencesAreLeftOutWhereverTheirBytesAreParted(LogFormat format) throws Exception {
    LogStream stream = rig.pump.attach(spec(format, new LineLook("", "", true)));
    String text =
        "a"
            + RED
            + "b\033[0m\033]0;title\007c\033]8;;http://x\033\\d\033(Be\033[?25lf\n"
            + "\033[1m\n"
            + RED
            + "é\033["
            + "ü\n"
            + "unfinished \033]0;gone\nlast\033\n";
    byte[] bytes = PumpRig.utf8(text);
    byte[][] pieces = new byte[bytes.length][];
    for (int i = 0; i < bytes.length; i++) {
      pieces[i] = new byte[] {bytes[i]};
    }
    rig.write(stream, pieces);
    List<Line> lines = new ArrayList<>();
    LogReader.read(List.of(LogSource.of(stream.spec())), LogQuery.all(), lines::add);
    assertThat(lines)
        .extracting(Line::text)
        .containsExactly("abcdef", "", "éü", "unfinished ", "last");
  }

  @Test
  void strippedBytesAreTheSameHoweverTheyAreCut() {
    Random random = new Random(7);
    byte[] pieces = PumpRig.utf8("a\033\033[]P\\;m1\007\n \030é");
    for (int round = 0; round < 3_000; round++) {
      byte[] in = new byte[random.nextInt(60)];
      for (int i = 0; i < in.length; i++) {
        in[i] = pieces[random.nextInt(pieces.length)];
      }
      AnsiFilter filter = new AnsiFilter();
      filter.filter(in, 0, in.length, AnsiFilter.GROUND);
      String whole = new String(filter.out, 0, filter.length, StandardCharsets.ISO_8859_1);
      for (LogFormat format : LogFormat.values()) {
        String parted = encoded(in, random, format);
        assertThat(parted)
            .as(format + " of " + new String(in, StandardCharsets.ISO_8859_1))
            .isEqualTo(whole);
      }
      assertThat(whole.chars().filter(c -> c == '\n').count())
          .isEqualTo(
              new String(in, StandardCharsets.ISO_8859_1).chars().filter(c -> c == '\n').count());
    }
  }

  /** What the encoders make of bytes that come in pieces and find room in pieces. */
  private String encoded(byte[] in, Random random, LogFormat format) {
    Desk desk = new Desk(ZoneId.of("UTC"), java.time.InstantSource.system());
    StreamSpec spec = spec(rig.spec("api", format, PumpRig.NEVER), new LineLook("", "", true));
    Encoder encoder = Encoder.of(spec, desk);
    StringBuilder text = new StringBuilder();
    desk.stamp();
    Batch out = desk.out;
    int from = 0;
    int to = 0;
    boolean midline = false;
    int ansi = 0;
    while (from < in.length) {
      to = Math.min(in.length, to + random.nextInt(9));
      int room = encoder.cuts() ? 26 + random.nextInt(9) : Batch.CAPACITY;
      out.begin(midline, ansi, room, room);
      boolean whole = to == in.length;
      from = encoder.encode(in, from, to, out, whole);
      midline = out.midline;
      ansi = out.ansi;
      text.append(new String(out.bytes, 0, out.length, StandardCharsets.ISO_8859_1));
    }
    return switch (format) {
      case RAW -> text.toString();
      case TIMESTAMPED -> text.toString().replaceAll(PumpRig.STAMP.pattern(), "");
      case JSON -> unpacked(text.toString());
    };
  }

  private static String unpacked(String records) {
    StringBuilder text = new StringBuilder();
    for (String record : records.lines().toList()) {
      byte[] bytes = record.getBytes(StandardCharsets.ISO_8859_1);
      JsonRecord read = JsonRecord.parse(bytes, 0, bytes.length, new StampParser());
      text.append(new String(read.bytes(), StandardCharsets.ISO_8859_1))
          .append(read.partial() ? "" : "\n");
    }
    return text.toString();
  }

  @Test
  void aLineThatIsMostlyEscapeSequencesDoesNotStopTheStream() throws Exception {
    LogStream stream = rig.pump.attach(spec(LogFormat.JSON, new LineLook("", "", true)));
    rig.run(
        stream, "yes | head -n 100000 | tr -d '\\n' | sed 's/y/x\\x1b[1;31m/g'; echo; echo end");
    List<Line> lines = new ArrayList<>();
    LogReader.read(List.of(LogSource.of(stream.spec())), LogQuery.all(), lines::add);
    StringBuilder all = new StringBuilder();
    lines.forEach(line -> all.append(line.text()).append(line.unfinished() ? "" : "\n"));
    assertThat(all.toString()).isEqualTo("x".repeat(100_000) + "\nend\n");
  }

  @Test
  void anEscapeSequenceThatARunLeftUnfinishedDoesNotEatTheNextRun() throws Exception {
    LogStream stream = rig.pump.attach(spec(LogFormat.TIMESTAMPED, new LineLook("", "", true)));
    rig.run(stream, "printf 'one\\n\\033]0;unfinished'");
    rig.run(stream, "echo two");
    assertThat(PumpRig.stripped(stream.file())).isEqualTo("one\ntwo\n");
  }
}
