package dev.reeve.daemon.probe;

import dev.reeve.logs.LinePattern;
import dev.reeve.logs.LogQuery;
import dev.reeve.logs.LogReader;
import java.io.IOException;
import java.net.SocketTimeoutException;

/** Looks for a line in the output of a run. */
final class LogLook {
  private LogLook() {}

  static Answer find(Question question, String expression, Deadline deadline) throws IOException {
    LinePattern pattern;
    try {
      pattern = LinePattern.regex(expression, false);
    } catch (IllegalArgumentException e) {
      return Answer.no(String.valueOf(e.getMessage()));
    }
    boolean[] found = new boolean[1];
    LogReader.read(
        question.logs(),
        new LogQuery(LogQuery.ALL, question.since(), null),
        line -> {
          if (deadline.passed() || Thread.currentThread().isInterrupted()) {
            throw new SocketTimeoutException("timed out");
          }
          found[0] = pattern.matches(line.bytes());
          return !found[0];
        });
    return found[0] ? Answer.yes("found") : Answer.no("not found");
  }
}
