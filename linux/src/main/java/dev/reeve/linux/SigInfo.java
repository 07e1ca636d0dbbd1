package dev.reeve.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The part of {@code siginfo_t} that waitid(2) fills. */
final class SigInfo {
  static final long PID = 16;
  private static final long CODE = 8;
  private static final long STATUS = 24;
  private static final int CLD_EXITED = 1;
  private static final int CLD_DUMPED = 3;

  private SigInfo() {}

  static ExitStatus status(MemorySegment info) {
    int status = info.get(ValueLayout.JAVA_INT, STATUS);
    int code = info.get(ValueLayout.JAVA_INT, CODE);
    return code == CLD_EXITED
        ? new ExitStatus.Exited(status)
        : new ExitStatus.Signalled(status, code == CLD_DUMPED);
  }
}
