package dev.reeve.daemon.diagnosis;

import java.util.List;

/**
 * What was found out about a start.
 *
 * @param hint one line that says what is wrong and what to do; names in it may stem from the
 *     program's output, but no control characters
 * @param missing modules or packages that are not installed, as one installs them; empty if it is
 *     about something else
 */
public record Finding(String hint, List<String> missing) {
  public Finding {
    missing = List.copyOf(missing);
  }

  /** One that is not about missing modules. */
  Finding(String hint) {
    this(hint, List.of());
  }
}
