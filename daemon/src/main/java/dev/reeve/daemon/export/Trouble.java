package dev.reeve.daemon.export;

/** Whether somebody can be told: said when it changes, and not before. */
final class Trouble {
  /** Takes what people should know: a word for what happened, and why. */
  interface Note {
    void write(String event, String reason);
  }

  private final Note note;
  private final String recovered;
  private String reason = "";

  /**
   * All is well.
   *
   * @param recovered said when it is well again
   */
  Trouble(Note note, String recovered) {
    this.note = note;
    this.recovered = recovered;
  }

  /** It cannot be done; another reason is no news. */
  synchronized void has(String why) {
    if (reason.isEmpty()) {
      note.write("metrics-trouble", why);
    }
    reason = why;
  }

  /** It was done. */
  synchronized void none() {
    if (!reason.isEmpty()) {
      reason = "";
      note.write("metrics-recovered", recovered);
    }
  }
}
