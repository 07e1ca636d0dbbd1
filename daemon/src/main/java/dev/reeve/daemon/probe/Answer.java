package dev.reeve.daemon.probe;

/**
 * What came of one attempt.
 *
 * @param ok whether the answer is yes
 * @param detail why, short and for people: {@code HTTP 503}, {@code connection refused}
 */
public record Answer(boolean ok, String detail) {
  static Answer yes(String detail) {
    return new Answer(true, detail);
  }

  static Answer no(String detail) {
    return new Answer(false, detail);
  }
}
