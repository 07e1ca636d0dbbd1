package dev.reeve.linux;

/**
 * What a process has used so far, out of {@code /proc/PID/stat}, read with three system calls and
 * without garbage: for those who look at thousands again and again. Holds the process of the latest
 * {@link #look}; for one thread at a time.
 */
public final class ProcUse {
  private char state;
  private long ownTicks;
  private long waitedTicks;
  private int threads;
  private long startTicks;
  private long rssPages;

  /** Nothing was looked at yet. */
  public ProcUse() {}

  /**
   * Looks at a process.
   *
   * @return false if it is gone
   * @throws LinuxException if that cannot be told
   */
  public boolean look(int pid) throws LinuxException {
    ProcFile file = ProcFile.stat(pid);
    if (file == null || file.length == 0) {
      return false;
    }
    // The name may hold blanks and parentheses; the last closing one ends it.
    int close = file.length - 1;
    while (close > 0 && file.bytes[close] != ')') {
      close--;
    }
    ProcStat.Fields fields = new ProcStat.Fields(file);
    fields.at = close + 2;
    state = (char) file.bytes[fields.at];
    fields.skip(11);
    ownTicks = fields.number() + fields.number();
    waitedTicks = fields.number() + fields.number();
    fields.skip(2);
    threads = (int) fields.number();
    fields.skip(1);
    startTicks = fields.number();
    fields.skip(1);
    rssPages = fields.number();
    return true;
  }

  /** When it started, in ticks since boot. */
  public long startTicks() {
    return startTicks;
  }

  /** Its processor time, of all threads, in ticks. */
  public long ownTicks() {
    return ownTicks;
  }

  /** Processor time of ended children that it has waited for, in ticks. */
  public long waitedTicks() {
    return waitedTicks;
  }

  /** How many threads it has. */
  public int threads() {
    return threads;
  }

  /** Its resident memory. */
  public long rssBytes() {
    return rssPages * ProcTable.pageSize();
  }

  /** True when it runs no more; see {@link ProcStat#ended}. */
  public boolean ended() {
    return (state == 'Z' || state == 'X') && threads <= 1;
  }
}
