package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Series;
import dev.reeve.api.ServiceRow;
import dev.reeve.cli.MonitorView.Order;
import dev.reeve.cli.MonitorView.Picture;
import dev.reeve.cli.inspect.Machine;
import dev.reeve.cli.inspect.Machine.Processor;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonitorViewTest {
  private static final long END = Instant.parse("2026-11-20T10:15:00Z").toEpochMilli();
  private static final long BEGIN = END - MonitorLooks.SPAN;

  private static Machine machine(int step) {
    List<Processor> cores = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      cores.add(new Processor("cpu" + i, step * (10L + 28L * i), step * 100L));
    }
    return new Machine(
        new Processor("cpu", step * 208L, step * 400L),
        cores,
        8L << 30,
        (8L << 30) / 8,
        2L << 30,
        (2L << 30) - (300L << 20),
        List.of(1.2, 0.8, 10.5),
        360_000_000);
  }

  private static Series history(String service, int instance, int most) {
    List<Series.Point> points = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      points.add(
          new Series.Point(
              Instant.ofEpochMilli(BEGIN + i * 15_000L).toString(),
              most * (1 + Math.sin(i / 6.0)) / 2,
              (30L + i) << 20,
              i * 15_000L,
              0,
              "running"));
    }
    return new Series(service, instance, points);
  }

  static Picture picture(Order order, List<ServiceRow> services, String trouble) {
    Map<String, Series> history = new HashMap<>();
    history.put("api#1", history("api", 1, 3));
    history.put("worker#1", history("worker", 1, 130));
    return new Picture(
        machine(2), machine(1), services, order.sorted(services), history, BEGIN, END, trouble);
  }

  private static List<String> lines(int width, int height) {
    return MonitorView.lines(
        picture(Order.CPU, Samples.zoo().services(), ""),
        Order.CPU,
        0,
        new Style(false, true),
        width,
        height,
        true);
  }

  @ParameterizedTest
  @CsvSource({"40,10", "80,24", "120,30", "200,50", "20,5"})
  void itFitsTheScreen(int width, int height) throws IOException {
    List<String> lines = lines(width, height);
    assertThat(lines).hasSize(height);
    assertThat(lines)
        .allSatisfy(line -> assertThat(Width.of(line)).as(line).isLessThanOrEqualTo(width));
    String text = String.join("\n", lines).replaceAll("(?m) +$", "") + "\n";
    Snapshot.matches("monitor-" + width + "x" + height, text);
  }

  @Test
  void theBusiestIsOnTop() {
    List<String> names =
        Order.CPU.sorted(Samples.zoo().services()).stream().map(Listed::name).toList();
    assertThat(names).startsWith("worker", "api#1", "api#2", "db");
  }

  @Test
  void eachKeyOfTheOrderComesRound() {
    Order order = Order.CPU;
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      words.add(order.word());
      order = order.next();
    }
    assertThat(words).containsExactly("cpu", "memory", "restarts", "uptime", "name", "cpu");
  }

  @Test
  void whatIsBelowTheScreenIsCountedAndCanBeReached() {
    List<ServiceRow> many = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      many.add(Samples.service(i, "service-" + i, Samples.running(1, 1000 + i)));
    }
    Picture picture = picture(Order.CPU, many, "");
    Style style = new Style(false, true);
    List<String> first = MonitorView.lines(picture, Order.CPU, 0, style, 80, 24, true);
    assertThat(first).hasSize(24);
    assertThat(first.getLast()).contains("q quit").endsWith("more");
    List<String> last = MonitorView.lines(picture, Order.CPU, 990, style, 80, 24, true);
    assertThat(String.join("\n", last)).contains("service-999").doesNotContain("more");
  }

  @Test
  void coloursAreFewAndEndWhereTheyBegan() {
    String text =
        String.join(
            "\n",
            MonitorView.lines(
                picture(Order.CPU, Samples.zoo().services(), "the daemon does not answer"),
                Order.CPU,
                0,
                new Style(true, true),
                80,
                24,
                true));
    assertThat(text).contains("\033[31mthe daemon does not answer\033[0m", "\033[33m━");
    assertThat(text.split("\033\\[0m", -1)).hasSize(text.split("\033\\[[1-9][0-9;]*m", -1).length);
  }
}
