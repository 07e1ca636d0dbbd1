package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.cli.Table.Cell;
import dev.reeve.cli.Table.Column;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  private static String print(Table table, Style style, int width) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Output out = new Output(bytes);
    table.print(out, style, width);
    out.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static Table table(String... names) {
    Table table =
        new Table(
            List.of(
                new Column("NAME", false, 8, 0),
                new Column("N", true, 0, 2),
                new Column("WHY", false, 6, 3, Table.Cut.END)));
    for (String name : names) {
      table.row(List.of(new Cell(name, Style.GREEN), Cell.of("7"), Cell.of("because of it")));
    }
    return table;
  }

  @Test
  void numbersAreAlignedToTheRightAndNothingTrails() {
    assertThat(print(table("a", "bbb"), Style.PLAIN, 200))
        .isEqualTo("NAME  N  WHY\na     7  because of it\nbbb   7  because of it\n");
  }

  @Test
  void coloursDoNotDisturbTheColumns() {
    String plain = print(table("日本", "e\u0301", "abc"), new Style(false, true), 80);
    String coloured = print(table("日本", "e\u0301", "abc"), new Style(true, true), 80);
    assertThat(coloured.replaceAll("\033\\[[0-9;]*m", "")).isEqualTo(plain);
    assertThat(plain.lines().map(Width::of).distinct()).hasSize(1);
  }

  @Test
  void longCellsGiveWayBeforeColumnsDo() {
    String text = print(table("a-rather-long-name"), Style.PLAIN, 22);
    assertThat(text).isEqualTo("NAME       N  WHY\na-ra…name  7  because…\n");
  }

  @Test
  void theLeastImportantColumnGoesFirst() {
    assertThat(print(table("abcdefgh"), Style.PLAIN, 18)).isEqualTo("NAME      N\nabcdefgh  7\n");
    assertThat(print(table("abcdefgh"), Style.PLAIN, 10)).isEqualTo("NAME\nabcdefgh\n");
  }

  @Test
  void whatCanGoNoFurtherIsCut() {
    assertThat(print(table("abcdefgh"), Style.PLAIN, 6)).isEqualTo("NAME\nabc…gh\n");
  }

  @Test
  void aNarrowScreenHasNoFrame() {
    assertThat(print(table("a"), new Style(false, true), 59)).doesNotContain("│");
    assertThat(print(table("a"), new Style(false, true), 60)).contains("│", "╭", "╯");
  }

  @Test
  void anEmptyCellAtTheEndLeavesNoBlanks() {
    Table table = new Table(List.of(new Column("A", false, 0, 0), new Column("B", false, 0, 0)));
    table.row(List.of(Cell.of("x"), Cell.of("")));
    assertThat(print(table, Style.PLAIN, 80)).isEqualTo("A  B\nx\n");
  }
}
