package dev.reeve.core.schedule;

/**
 * A text that is no cron expression. The message says what is wrong and what to write instead; the
 * place in the text is known, too.
 */
public final class BadCron extends Exception {
  private static final long serialVersionUID = 1L;

  private final String text;
  private final int index;
  private final int length;

  BadCron(String text, int index, int length, String reason) {
    super(reason, null, false, false);
    this.text = text;
    this.index = index;
    this.length = length;
  }

  /** What is wrong, as a clause without the expression: {@code minute '75' must be …}. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** The whole text as it was given. */
  public String text() {
    return text;
  }

  /**
   * Where in the text the trouble begins, from 0; the length of the text if something is missing.
   */
  public int index() {
    return index;
  }

  /** How many characters it takes, at least 1. */
  public int length() {
    return length;
  }

  /** A line that, below the text in letters of one width, points at the trouble. */
  public String caret() {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < index; i++) {
      // A tab stays one, so that both lines are moved by the same.
      line.append(i < text.length() && text.charAt(i) == '\t' ? '\t' : ' ');
    }
    return line.append("^".repeat(length)).toString();
  }
}
