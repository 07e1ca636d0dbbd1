package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reeve.api.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  private static final Opt LINES = Opt.value("--lines", 'n', "N", "lines");
  private static final Opt FOLLOW = Opt.flag("--follow", 'f', "follow");
  private static final Opt CASE = Opt.flag("--ignore-case", 'i', "case");
  private static final Opt ENV =
      new Opt("--env", (char) 0, "KEY=VALUE", "env", "", true, false, false);
  private static final Opt ONCE = new Opt("--once", (char) 0, "", "once", "", false, true, false);
  private static final Opt KEEP = new Opt("--keep", (char) 0, "", "keep", "", false, true, true);
  private static final Usage USAGE =
      Usage.of("try", "it")
          .words("TARGET… [options]", 1, 3)
          .options(LINES, FOLLOW, CASE, ENV, ONCE, KEEP);

  private static Arguments parse(String... arguments) throws Complaint {
    return Arguments.of(USAGE, List.of(arguments));
  }

  private static String complaint(String... arguments) {
    return complaint(USAGE, arguments);
  }

  private static String complaint(Usage usage, String... arguments) {
    Complaint[] caught = new Complaint[1];
    assertThatExceptionOfType(Complaint.class)
        .isThrownBy(() -> Arguments.of(usage, List.of(arguments)))
        .satisfies(e -> caught[0] = e);
    assertThat(caught[0].code()).isEqualTo(ErrorCode.USAGE);
    return caught[0].sentence() + " → " + caught[0].hint();
  }

  @Test
  void optionsMayStandBeforeAndAfterWords() throws Complaint {
    Arguments arguments = parse("-f", "api", "--lines", "5", "web");
    assertThat(arguments.words()).containsExactly("api", "web");
    assertThat(arguments.has(FOLLOW)).isTrue();
    assertThat(arguments.number(LINES, 1)).isEqualTo(5);
  }

  @Test
  void valuesMayBeGlued() throws Complaint {
    assertThat(parse("--lines=7", "a").number(LINES, 1)).isEqualTo(7);
    assertThat(parse("-n7", "a").number(LINES, 1)).isEqualTo(7);
    assertThat(parse("-n=7", "a").number(LINES, 1)).isEqualTo(7);
    assertThat(parse("--env=A=b=c", "a").values(ENV)).containsExactly("A=b=c");
  }

  @Test
  void lettersMayBeGlued() throws Complaint {
    Arguments arguments = parse("-fin", "9", "a");
    assertThat(arguments.has(FOLLOW)).isTrue();
    assertThat(arguments.has(CASE)).isTrue();
    assertThat(arguments.number(LINES, 1)).isEqualTo(9);
  }

  @Test
  void repeatableOptionsKeepEachValueInOrder() throws Complaint {
    assertThat(parse("--env", "A=1", "x", "--env", "B=2").values(ENV))
        .containsExactly("A=1", "B=2");
  }

  @Test
  void aFlagCanBeDenied() throws Complaint {
    assertThat(parse("a").holds(ONCE)).isFalse();
    assertThat(parse("a", "--once").holds(ONCE)).isTrue();
    assertThat(parse("a", "--once=false").holds(ONCE)).isFalse();
    assertThat(parse("a").holds(KEEP)).isTrue();
    assertThat(parse("a", "--no-keep").holds(KEEP)).isFalse();
    assertThat(parse("a", "--no-keep", "--keep").holds(KEEP)).isTrue();
  }

  @Test
  void aDashAndADashBeforeADigitAreWords() throws Complaint {
    assertThat(parse("a", "-1", "-").words()).containsExactly("a", "-1", "-");
  }

  @Test
  void afterTwoDashesEverythingIsAWord() throws Complaint {
    assertThat(parse("a", "--", "-f", "--nope").words()).containsExactly("a", "-f", "--nope");
  }

  @Test
  void afterTwoDashesEverythingBelongsToTheProgramWhereThereIsOne() throws Complaint {
    Usage usage = USAGE.withProgram();
    Arguments arguments = Arguments.of(usage, List.of("a", "-f", "--", "--lines", "--", "-f"));
    assertThat(arguments.words()).containsExactly("a");
    assertThat(arguments.program()).containsExactly("--lines", "--", "-f");
    assertThat(Arguments.of(usage, List.of("--", "bash", "-c", "true")).program())
        .containsExactly("bash", "-c", "true");
  }

  @Test
  void anUnknownOptionNamesTheNearestOne() {
    assertThat(complaint("a", "--lnes", "5"))
        .isEqualTo(
            "cannot run 'try': unknown option '--lnes'; did you mean '--lines'?"
                + " → see 'reeve help try'");
    assertThat(complaint("a", "--jsn")).contains("did you mean '--json'?");
    assertThat(complaint("a", "--no-kep")).contains("did you mean '--no-keep'?");
    assertThat(complaint("a", "-x")).startsWith("cannot run 'try': unknown option '-x' →");
  }

  @Test
  void anUnknownOptionOfAProgramIsExplained() {
    assertThat(complaint(USAGE.withProgram(), "a", "--port", "80"))
        .contains("if it belongs to the program, put '--' before the program or its options");
  }

  @Test
  void aMissingOrSuperfluousValueIsNamed() {
    assertThat(complaint("a", "--lines"))
        .isEqualTo(
            "cannot run 'try': option '--lines' needs a value: --lines N"
                + " → write it like this: reeve try TARGET… [options]");
    assertThat(complaint("a", "-n")).contains("option '-n' needs a value: -n N");
    assertThat(complaint("a", "--lines", "--", "5")).contains("'--lines' needs a value");
    assertThat(complaint("a", "--follow=yes")).contains("option '--follow' takes no value");
    assertThat(complaint("a", "--once=perhaps"))
        .contains("--once must be true or false, not 'perhaps'");
    assertThat(complaint("a", "--no-once=true")).contains("option '--no-once' takes no value");
    assertThat(complaint("a", "-n", "1", "-n", "2")).contains("option '--lines' is given twice");
  }

  @Test
  void tooFewAndTooManyWordsAreNamed() {
    assertThat(complaint()).contains("it needs TARGET →");
    assertThat(complaint("a", "b", "c", "d")).contains("'d' is one word too many");
    assertThat(complaint(Usage.of("ping", "it"), "api")).contains("it takes no 'api'");
    assertThat(complaint(Usage.of("rename", "it").words("TARGET NAME", 2, 2), "a"))
        .contains("it needs NAME");
  }

  @Test
  void numbersAndTimesAreRead() throws Complaint {
    assertThat(parse("a").number(LINES, 20)).isEqualTo(20);
    for (String bad : List.of("x", "1.5", "-2", "99999999999", "")) {
      Arguments arguments = parse("a", "--lines=" + bad);
      assertThatExceptionOfType(Complaint.class)
          .isThrownBy(() -> arguments.number(LINES, 20))
          .withMessageContaining("--lines");
    }
    Usage timed = USAGE.options(Opt.TIMEOUT);
    assertThat(Arguments.of(timed, List.of("a", "--timeout", "1m30s")).timeoutMillis())
        .isEqualTo(90_000);
    Arguments bad = Arguments.of(timed, List.of("a", "--timeout", "soon"));
    assertThatExceptionOfType(Complaint.class)
        .isThrownBy(bad::timeoutMillis)
        .withMessage(
            "--timeout 'soon' is not a duration: write it like 500ms, 5s, 1m30s, 2h or 7d");
  }

  @Test
  void helpNeedsNothingElse() throws Complaint {
    assertThat(parse("--help").has(Opt.HELP)).isTrue();
    assertThat(parse("-h").has(Opt.HELP)).isTrue();
  }

  @Test
  void whatIsShownOfArgumentsIsClean() {
    assertThat(complaint("a", "--x\033[2J")).contains("'--x\\e[2J'").doesNotContain("\033");
  }
}
