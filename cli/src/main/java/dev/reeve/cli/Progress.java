package dev.reeve.cli;

import dev.reeve.api.LogLine;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far the output of each stream was shown, so that it can be asked for once more from some
 * moment on and yet each line is shown once: by the time of its lines and how many had the last
 * one, or by their number where they have no times.
 */
final class Progress {
  private record Source(String service, int instance, String stream) {
    static Source of(LogLine line) {
      return new Source(line.service(), line.instance(), line.stream());
    }
  }

  private static final class Mark {
    private @Nullable Instant at;
    private long atOnce;
    private long untimed;

    /** How much is to come once more. */
    private boolean again;

    private long atOnceAgain;
    private long untimedAgain;

    void resume() {
      again = at != null;
      atOnceAgain = atOnce;
      untimedAgain = untimed;
    }

    boolean isNew(@Nullable Instant time) {
      if (time == null) {
        if (untimedAgain > 0) {
          untimedAgain--;
          return false;
        }
        untimed++;
        return true;
      }
      if (again && at != null) {
        boolean same = time.equals(at);
        if (time.isBefore(at) || (same && atOnceAgain > 0)) {
          atOnceAgain -= same ? 1 : 0;
          return false;
        }
        again = false; // from here on everything is new, even if the clock is set back
      }
      atOnce = time.equals(at) ? atOnce + 1 : 1;
      at = time;
      return true;
    }
  }

  private final Map<Source, Mark> marks = new HashMap<>();
  private @Nullable Instant latest;

  /** A line without a time that was there before, and will come. */
  void skip(LogLine line) {
    Mark mark = mark(line);
    mark.untimed++;
    mark.untimedAgain++;
  }

  /** Lines without times are counted anew. */
  void forgetUntimed() {
    for (Mark mark : marks.values()) {
      mark.untimed = 0;
      mark.untimedAgain = 0;
    }
  }

  /** Whether a line was not shown yet; it counts as shown then. */
  boolean isNew(LogLine line) {
    String text = line.at();
    Instant at = text == null ? null : Instant.parse(text);
    boolean isNew = mark(line).isNew(at);
    if (isNew && at != null && (latest == null || at.isAfter(latest))) {
      latest = at;
    }
    return isNew;
  }

  private Mark mark(LogLine line) {
    return marks.computeIfAbsent(Source.of(line), source -> new Mark());
  }

  /** What was shown may come once more. */
  void resume() {
    marks.values().forEach(Mark::resume);
  }

  /** From when on to ask again: a bit before the latest line, or this if none had a time. */
  Instant latest(Instant fallback) {
    return latest == null ? fallback : latest.minusSeconds(2);
  }
}
