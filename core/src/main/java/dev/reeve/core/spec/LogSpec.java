package dev.reeve.core.spec;

import java.nio.file.Path;
import java.util.List;

/**
 * Where the output of a service goes, in which form, and for how long it is kept.
 *
 * @param hints files that the program writes itself
 */
public record LogSpec(
    LogTarget stdout,
    LogTarget stderr,
    LogFormat format,
    LineLook look,
    Rotation rotation,
    OnFull onFull,
    SyslogSpec syslog,
    List<Path> hints) {
  /** Takes no changes. */
  public LogSpec {
    hints = List.copyOf(hints);
  }
}
