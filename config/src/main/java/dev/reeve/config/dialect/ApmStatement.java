package dev.reeve.config.dialect;

import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What stands in an APM file: {@code key value;} or {@code name { … }}. */
sealed interface ApmStatement {
  /** Where it begins. */
  Spot at();

  /** Its key, without the {@code :} that may follow it. */
  String key();

  /**
   * A part of a value, without its quotes.
   *
   * @param before what stands before it: a comma, a blank, or nothing (the zero character)
   */
  record Piece(Spot at, String text, boolean quoted, char before) {}

  /**
   * A value.
   *
   * @param raw the value as one text, without quotes
   */
  record Pair(Spot at, String key, Spot valueAt, String raw, List<Piece> pieces)
      implements ApmStatement {
    /** The values between commas. */
    List<Node.Text> items() {
      return joined(true);
    }

    /** The words of a command line; what stands in quotes is one. */
    List<Node.Text> words() {
      return joined(false);
    }

    private List<Node.Text> joined(boolean blanks) {
      List<Node.Text> items = new ArrayList<>();
      for (Piece piece : pieces) {
        boolean first = items.isEmpty() || piece.before() == ',';
        if (first || (piece.before() == ' ' && !blanks)) {
          items.add(new Node.Text(piece.at(), piece.text(), false));
        } else {
          Node.Text last = items.removeLast();
          String between = piece.before() == ' ' ? " " : "";
          items.add(new Node.Text(last.at(), last.text() + between + piece.text(), false));
        }
      }
      return items;
    }

    /** The value as one text. */
    Node.Text text() {
      return new Node.Text(valueAt, raw, false);
    }

    /** The value as a list. */
    Node.Items list() {
      return new Node.Items(valueAt, List.copyOf(items()));
    }

    /** {@code true} and {@code false} for the words that mean them; a key alone means true. */
    Node.Text yesNo() {
      String word =
          switch (raw.toLowerCase(Locale.ROOT)) {
            case "true", "on", "yes", "1", "" -> "true";
            case "false", "off", "no", "0" -> "false";
            default -> raw;
          };
      return new Node.Text(valueAt, word, false);
    }

    /** Whether it is a word for true. */
    boolean isTrue() {
      return yesNo().text().equals("true");
    }

    /** Milliseconds as a duration. */
    Node.Text millis() {
      return new Node.Text(valueAt, Sketch.millis(raw), false);
    }

    /** Seconds as a duration. */
    Node.Text seconds() {
      return new Node.Text(valueAt, raw.matches("\\d{1,12}") ? raw + "s" : raw, false);
    }
  }

  /**
   * A block.
   *
   * @param label what stands between its name and the brace
   */
  record Block(Spot at, String key, String label, List<ApmStatement> statements)
      implements ApmStatement {}
}
