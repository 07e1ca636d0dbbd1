package dev.reeve.logs;

import org.jspecify.annotations.Nullable;

/** To which syslog server the lines of a stream go at the moment, if to any. */
final class SyslogWay {
  private final Syslogs syslogs;
  private final AnsiFilter filter;
  private @Nullable SyslogTap tap;

  SyslogWay(Syslogs syslogs, AnsiFilter filter) {
    this.syslogs = syslogs;
    this.filter = filter;
  }

  /** What lines are given to; null for none. */
  @Nullable SyslogTap tap() {
    return tap;
  }

  /** Goes by what is declared now. */
  void follow(StreamSpec spec) {
    SyslogTap old = tap;
    if (old != null && old.declared().equals(spec.syslog())) {
      return;
    }
    tap =
        spec.syslog().isDeclared()
            ? new SyslogTap(syslogs.acquire(spec.syslog().url()), spec, filter)
            : null;
    release(old);
  }

  /** Lets go. */
  void end() {
    release(tap);
    tap = null;
  }

  private void release(@Nullable SyslogTap old) {
    if (old != null) {
      syslogs.release(old.sink());
    }
  }
}
