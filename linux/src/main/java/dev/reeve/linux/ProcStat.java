package dev.reeve.linux;

/**
 * What {@code /proc/PID/stat} says of a process, see proc_pid_stat(5).
 *
 * @param state {@code R} running, {@code S} sleeping, {@code D} waiting for a disk, {@code T}
 *     stopped, {@code t} traced, {@code Z} ended but not reaped, {@code X} dead
 * @param startTicks when it started, in ticks since boot
 * @param userTicks processor time in the program, of all threads, in ticks
 * @param systemTicks processor time in the kernel
 * @param waitedTicks processor time of ended children that it has waited for, and of theirs
 * @param rssBytes resident memory
 * @param comm the name, at most 15 bytes
 */
public record ProcStat(
    int pid,
    int ppid,
    int pgrp,
    int session,
    char state,
    long startTicks,
    long userTicks,
    long systemTicks,
    long waitedTicks,
    long rssBytes,
    int threads,
    String comm) {

  /**
   * True when it runs no more. A program whose first thread has ended while others run shows state
   * {@code Z} too, but lives.
   */
  public boolean ended() {
    return (state == 'Z' || state == 'X') && threads <= 1;
  }

  /** Which process this is. */
  public ProcessIdentity identity() throws LinuxException {
    return new ProcessIdentity(pid, startTicks, ProcTable.bootId());
  }

  static ProcStat parse(ProcFile file) {
    Fields fields = new Fields(file);
    int pid = (int) fields.number();
    // The name may hold blanks and parentheses; the last closing one ends it.
    int open = file.indexOf('(', 0);
    int close = file.length - 1;
    while (close > open && file.bytes[close] != ')') {
      close--;
    }
    fields.at = close + 2;
    char state = (char) file.bytes[fields.at];
    fields.skip(1);
    int ppid = (int) fields.number();
    int pgrp = (int) fields.number();
    int session = (int) fields.number();
    fields.skip(7);
    long user = fields.number();
    long system = fields.number();
    long waited = fields.number() + fields.number();
    fields.skip(2);
    int threads = (int) fields.number();
    fields.skip(1);
    long start = fields.number();
    fields.skip(1);
    long rss = fields.number() * ProcTable.pageSize();
    String comm = file.text(open + 1, close);
    return new ProcStat(
        pid, ppid, pgrp, session, state, start, user, system, waited, rss, threads, comm);
  }

  /**
   * The status word of wait(2) of an ended process: the last field, 0 when it is not ours to see.
   */
  static int waitStatus(ProcFile file) {
    int at = file.length;
    while (at > 0 && file.bytes[at - 1] != ' ') {
      at--;
    }
    Fields fields = new Fields(file);
    fields.at = at;
    return (int) fields.number();
  }

  /** Walks over numbers between blanks. */
  static final class Fields {
    private final ProcFile file;
    int at;

    Fields(ProcFile file) {
      this.file = file;
    }

    long number() {
      boolean negative = at < file.length && file.bytes[at] == '-';
      if (negative) {
        at++;
      }
      long value = 0;
      while (at < file.length && file.bytes[at] >= '0' && file.bytes[at] <= '9') {
        value = value * 10 + (file.bytes[at++] - '0');
      }
      at++;
      return negative ? -value : value;
    }

    void skip(int fields) {
      for (int i = 0; i < fields; i++) {
        at = file.indexOf(' ', at) + 1;
      }
    }
  }
}
