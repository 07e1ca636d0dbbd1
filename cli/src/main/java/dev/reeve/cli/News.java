package dev.reeve.cli;

import dev.reeve.api.ActionResult;
import dev.reeve.api.ApiException;
import dev.reeve.api.EventItem;
import java.util.List;

/** What the foreground waits for. */
sealed interface News {
  /** Something happened to a service. */
  record Happened(EventItem event) implements News {}

  /** A person has pressed Enter, or there is nobody who could. */
  record Entered() implements News {}

  /** Somebody wants an end. */
  record Signalled(int number) implements News {}

  /** Nobody reads the output any more. */
  record NobodyReads() implements News {}

  /** The services were asked to stop, and this came of it. */
  record Stopped(List<ActionResult> results) implements News {}

  /**
   * The daemon refused, or went away.
   *
   * @param era of which connections; see {@link Streams#era}
   */
  record Lost(ApiException why, int era) implements News {}

  /** Somebody wrote a line into the FIFO. */
  record Submitted(Submission submission) implements News {}
}
