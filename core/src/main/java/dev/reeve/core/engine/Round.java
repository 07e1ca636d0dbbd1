package dev.reeve.core.engine;

import dev.reeve.core.spec.Probe;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Something that is asked again and again while an instance is in one phase. */
final class Round {
  /** What the answers are for. */
  enum Purpose {
    /** What must be so before it is started. */
    GATE,
    /** Whether it is ready. */
    READY,
    /** Whether it is healthy. */
    HEALTH,
    /** Whether something is so that must stay so while it runs. */
    CHECK
  }

  final Purpose purpose;

  /** Which of its purpose it is, from 0. */
  final int index;

  /** What is asked; null if the instance reports itself. */
  final @Nullable Probe probe;

  final Duration interval;
  final Duration timeout;

  /** When it began, on the monotonic clock. */
  final long sinceNanos;

  /** When to ask next. */
  long dueNanos;

  /** Which attempt is under way; 0 for none. */
  long asked;

  /** Attempts in a row that were answered by no. */
  int failures;

  /** The latest answer was yes. */
  boolean met;

  /** What was said last. */
  String detail = "";

  /** Attempts in a row answered by no that the latest yes has ended. */
  int ended;

  /** What is not as it should be since it has failed often enough, for people; else empty. */
  String trouble = "";

  Round(
      Purpose purpose,
      int index,
      @Nullable Probe probe,
      Duration interval,
      Duration timeout,
      long sinceNanos,
      long dueNanos) {
    this.purpose = purpose;
    this.index = index;
    this.probe = probe;
    this.interval = interval;
    this.timeout = timeout;
    this.sinceNanos = sinceNanos;
    this.dueNanos = dueNanos;
  }

  /** What was said last, to be put behind what it is the cause of; nothing if nothing was said. */
  String because() {
    return detail.isEmpty() ? "" : ": " + detail;
  }

  /** Whether it needs no more attempts. */
  boolean isOver() {
    return met && (purpose == Purpose.GATE || purpose == Purpose.READY);
  }
}
