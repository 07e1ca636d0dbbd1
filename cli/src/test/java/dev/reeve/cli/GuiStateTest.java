package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.LogLine;
import dev.reeve.api.ServiceRow;
import dev.reeve.cli.Key.Kind;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuiStateTest {
  private static final long NOW = Instant.parse("2026-11-20T10:15:00Z").toEpochMilli();

  private final GuiState state = new GuiState();

  private GuiStateTest sized(int columns, int rows) {
    state.handle(new GuiInput.Sized(columns, rows)).handle(new GuiInput.Clock(NOW));
    return this;
  }

  private GuiStateTest zoo() {
    return with(Samples.zoo().services());
  }

  private GuiStateTest with(List<ServiceRow> services) {
    state.handle(new GuiInput.Connected("0.1.0", 1150, NOW - 360_000_000, 1));
    state.handle(new GuiInput.Services(services));
    return this;
  }

  private GuiStateTest thousand() {
    List<ServiceRow> many = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      many.add(Samples.service(i, "service-" + i, Samples.running(1, 1000 + i)));
    }
    return with(many);
  }

  private GuiStateTest logged(int lines) {
    List<LogLine> all = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      all.add(
          new LogLine(
              "2026-11-20T10:14:" + (10 + i % 50) + ".123Z",
              "api",
              1,
              i % 3 == 2 ? "err" : "out",
              i % 3 == 2
                  ? "\033[31mcache\033[0m miss\tkey=user:" + i
                  : "request " + i + " handled path=/api/v1/users/with/a/long/path status=200"));
    }
    state.handle(new GuiInput.Logged(state.streamNumber(), all));
    return this;
  }

  private GuiStateTest type(String text) {
    Key.of(text).forEach(key -> state.handle(new GuiInput.Typed(key)));
    return this;
  }

  private GuiStateTest press(Kind... kinds) {
    for (Kind kind : kinds) {
      state.handle(new GuiInput.Typed(Key.of(kind)));
    }
    return this;
  }

  private List<String> lines() {
    return GuiView.render(state, new Style(false, true), ZoneOffset.UTC);
  }

  private String text() {
    return String.join("\n", lines()).replaceAll("(?m) +$", "") + "\n";
  }

  private void fits() {
    assertThat(lines()).hasSize(state.rows());
    assertThat(lines())
        .allSatisfy(
            line -> assertThat(Width.of(line)).as(line).isLessThanOrEqualTo(state.columns()));
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,30", "200,50", "20,6"})
  void theListAndTheLogFitTheScreen(int columns, int rows) throws IOException {
    sized(columns, rows).zoo().logged(40);
    fits();
    Snapshot.matches("gui-" + columns + "x" + rows, text());
  }

  @ParameterizedTest
  @CsvSource({"80,24", "20,6"})
  void helpFitsTheScreen(int columns, int rows) throws IOException {
    sized(columns, rows).zoo().type("?");
    fits();
    Snapshot.matches("gui-help-" + columns + "x" + rows, text());
    type("q");
    assertThat(state.mode()).isInstanceOf(GuiMode.Browse.class);
    assertThat(state.takeOrders()).isEmpty();
  }

  @Test
  void nothingIsWiderThanAnyScreen() {
    zoo().logged(20);
    for (int columns = 1; columns < 140; columns++) {
      for (int rows : List.of(1, 2, 3, 5, 11, 12, 13, 24)) {
        sized(columns, rows);
        for (String keys : List.of("", "?x", "s", "\033", "d", "n", "/api", "\033")) {
          type(keys);
          fits();
        }
      }
    }
  }

  @Test
  void beforeAnythingIsKnownThereIsAScreenToo() {
    sized(80, 24);
    fits();
    assertThat(text()).startsWith("Reeve\n").contains("q quit");
    with(List.of());
    assertThat(text()).contains("0 services", "no services yet; s starts one");
    type("trdf\r\t");
    assertThat(state.takeOrders()).isEmpty();
    fits();
  }

  @Test
  void theArrowsSelectAndTheListFollows() {
    sized(80, 24).thousand();
    assertThat(state.followed()).isEqualTo("service-0");
    press(Kind.DOWN, Kind.DOWN).type("jk");
    assertThat(state.followed()).isEqualTo("service-2");
    press(Kind.END);
    assertThat(state.followed()).isEqualTo("service-999");
    fits();
    assertThat(text()).contains("▸ 999  service-999");
    press(Kind.PAGE_UP, Kind.HOME, Kind.UP);
    assertThat(state.selected()).isZero();
  }

  @Test
  void theSameInstanceStaysSelectedWhenOthersComeAndGo() {
    sized(80, 24).zoo();
    press(Kind.DOWN, Kind.DOWN, Kind.DOWN);
    assertThat(state.followed()).isEqualTo("db");
    List<ServiceRow> fewer = new ArrayList<>(Samples.zoo().services());
    fewer.removeFirst();
    state.handle(new GuiInput.Services(fewer));
    assertThat(state.followed()).isEqualTo("db");
    fewer.removeIf(service -> service.name().equals("db"));
    state.handle(new GuiInput.Services(fewer));
    assertThat(state.current()).isNotNull();
    fits();
  }

  @Test
  void keysAreOrdersAboutTheSelectedInstance() {
    sized(80, 24).zoo();
    press(Kind.DOWN).type("t");
    assertThat(state.takeOrders()).containsExactly(new GuiOrder.Act("stop", "api#2"));
    assertThat(lines().getLast()).isEqualTo("stopping api#2 …");
    type("r");
    assertThat(state.takeOrders()).containsExactly(new GuiOrder.Act("restart", "api#2"));
    type("f");
    assertThat(state.takeOrders()).containsExactly(new GuiOrder.Act("flush", "api#2"));
    state.handle(new GuiInput.Told("stop", "cannot stop api#2: it is gone", true));
    assertThat(lines().getLast()).isEqualTo("cannot stop api#2: it is gone");
    state.handle(new GuiInput.Clock(NOW + 5_000));
    assertThat(lines().getLast()).contains("it is gone");
    state.handle(new GuiInput.Clock(NOW + 11_000));
    assertThat(lines().getLast()).as("after a while").contains("q quit");
    state.handle(new GuiInput.Told("stop", "api#2 stopped", false));
    type("x");
    assertThat(lines().getLast()).as("after a key").contains("q quit");
    type("q");
    assertThat(state.takeOrders()).containsExactly(new GuiOrder.Quit());
  }

  @Test
  void nothingIsDeletedWithoutAYes() {
    sized(80, 24).zoo().type("d");
    assertThat(lines().getLast()).isEqualTo("stop and delete api with its 2 instances? y/n");
    type("n");
    assertThat(state.takeOrders()).isEmpty();
    assertThat(lines().getLast()).isEqualTo("api stays");
    type("d").press(Kind.ENTER);
    assertThat(state.takeOrders()).isEmpty();
    type("dy");
    assertThat(state.takeOrders()).containsExactly(new GuiOrder.Act("delete", "api"));
  }

  @Test
  void whatIsTypedIsStarted() {
    sized(80, 24).zoo().type("sslep 100");
    press(Kind.HOME, Kind.RIGHT, Kind.RIGHT).type("e");
    assertThat(lines().getLast()).startsWith("start: sle_ep 100");
    press(Kind.DELETE).type("e").press(Kind.ENTER);
    assertThat(state.takeOrders()).containsExactly(new GuiOrder.Start("sleep 100"));
    type("sq").press(Kind.ESCAPE);
    assertThat(state.takeOrders()).isEmpty();
    type("s").press(Kind.ENTER);
    assertThat(state.takeOrders()).isEmpty();
    assertThat(state.mode()).isEqualTo(new GuiMode.Browse());
  }

  @Test
  void namesAreFilteredWhileTheyAreTyped() {
    sized(80, 24).zoo().press(Kind.END).type("/a");
    assertThat(state.followed()).as("the first that is left").isEqualTo("api#1");
    press(Kind.ERASE).type("WO");
    assertThat(state.shown()).extracting(Listed::name).containsExactly("worker");
    assertThat(text()).contains("1 of 8 with 'WO'", "filter: WO");
    press(Kind.ENTER).type("t");
    assertThat(state.takeOrders()).containsExactly(new GuiOrder.Act("stop", "worker"));
    type("/zzz");
    assertThat(text()).contains("no name has these letters");
    press(Kind.ESCAPE);
    assertThat(state.shown()).hasSize(8);
  }

  @Test
  void theStreamsComeRound() {
    sized(80, 24).zoo().logged(6);
    int number = state.streamNumber();
    type("e");
    assertThat(state.stream()).isEqualTo("out");
    assertThat(state.streamNumber()).isGreaterThan(number);
    assertThat(state.log()).isEmpty();
    assertThat(text()).contains("standard output", "nothing written yet");
    type("ee");
    assertThat(state.stream()).isEmpty();
  }

  @Test
  void whatAnEarlierStreamBringsIsTooLate() {
    sized(80, 24).zoo().logged(2);
    int number = state.streamNumber();
    press(Kind.DOWN);
    state.handle(
        new GuiInput.Logged(number, List.of(new LogLine(null, "api", 1, "out", "too late"))));
    assertThat(state.log()).isEmpty();
  }

  @Test
  void whoScrollsInTheLogGoesOnSeeingTheSameLines() {
    sized(80, 24).zoo().logged(40).press(Kind.TAB, Kind.PAGE_UP);
    String before = text().lines().filter(line -> line.contains("request")).toList().getFirst();
    logged(5);
    assertThat(text()).contains(before, "lines below");
    press(Kind.END);
    assertThat(text()).doesNotContain("below");
    press(Kind.TAB, Kind.DOWN);
    assertThat(state.selected()).isEqualTo(1);
  }

  @Test
  void theLogIsBounded() {
    sized(80, 24).zoo();
    for (int i = 0; i < 50; i++) {
      logged(100);
    }
    assertThat(state.log()).hasSize(GuiState.MOST_LINES);
    String wide = "x".repeat(1_000_000);
    state.handle(
        new GuiInput.Logged(
            state.streamNumber(), List.of(new LogLine(null, "api", 1, "out", wide))));
    assertThat(state.log().getLast().line().length()).isLessThan(10_000);
    fits();
  }

  @Test
  void theLogCanBeHidden() {
    sized(80, 24).zoo().type("l");
    assertThat(state.followed()).isEmpty();
    assertThat(text()).doesNotContain("output and errors");
    press(Kind.TAB);
    assertThat(state.logsFocused()).isFalse();
    type("l");
    assertThat(state.followed()).isEqualTo("api#1");
  }

  @Test
  void detailsAreAskedForAndScrolled() {
    sized(80, 10).zoo().press(Kind.DOWN, Kind.ENTER);
    assertThat(state.described()).isEqualTo("api");
    assertThat(text()).contains("looking at api …");
    List<String> details = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      details.add("line " + i);
    }
    state.handle(new GuiInput.Described("other", List.of("no")));
    state.handle(new GuiInput.Described("api", details));
    assertThat(text()).contains("line 0", "… 23 more lines").doesNotContain("line 7");
    press(Kind.DOWN, Kind.PAGE_DOWN);
    assertThat(text()).contains("line 8");
    press(Kind.END, Kind.DOWN);
    assertThat(text()).contains("line 29");
    press(Kind.ESCAPE);
    assertThat(state.described()).isEmpty();
  }

  @Test
  void aDeadDaemonIsToldOfAndForgottenWithTheNext() {
    sized(80, 24).zoo();
    int number = state.streamNumber();
    state.handle(new GuiInput.Trouble("the daemon does not answer"));
    assertThat(lines().getFirst()).contains("the daemon does not answer");
    assertThat(text()).contains("worker");
    state.handle(new GuiInput.Connected("0.1.0", 1200, NOW - 1000, 2));
    assertThat(lines().getFirst()).contains("pid 1200").doesNotContain("answer");
    assertThat(state.streamNumber()).as("another stream of logs").isGreaterThan(number);
  }

  @Test
  void aDaemonThatSaysNothingIsToldOf() {
    sized(80, 24).zoo();
    state.handle(new GuiInput.Clock(NOW + 11_000));
    assertThat(lines().getFirst()).contains("the daemon does not answer");
    state.handle(new GuiInput.Services(Samples.zoo().services()));
    assertThat(lines().getFirst()).doesNotContain("answer");
  }

  @Test
  void whatServicesAreCalledAndWriteDoesNotMoveTheCursor() {
    ServiceRow evil = Samples.service(1, "e\033[2Jvil\r\n", Samples.idle("failed", "\033[Hno"));
    sized(200, 24).with(List.of(evil));
    state.handle(
        new GuiInput.Logged(
            state.streamNumber(),
            List.of(new LogLine("\033[H", "e", 1, "out", "a\033[2J\033]0;title\007b\rc"))));
    press(Kind.ENTER, Kind.ESCAPE).type("dx/\033");
    String text = String.join("\n", GuiView.render(state, new Style(true, true), ZoneOffset.UTC));
    assertThat(text.replaceAll("\033\\[[0-9;]*m", "")).doesNotContain("\033", "\r", "\007");
  }

  @Test
  void coloursEndWhereTheyBegan() {
    sized(80, 24).zoo().logged(9);
    for (String line : GuiView.render(state, new Style(true, true), ZoneOffset.UTC)) {
      if (line.contains("\033[")) {
        int last = line.lastIndexOf("\033[");
        assertThat(line.substring(last)).as(line).startsWith("\033[0m");
      }
    }
  }
}
