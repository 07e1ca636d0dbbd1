package dev.reeve.linux;

import java.util.Optional;

/**
 * Names one process for ever: a pid is used again, a pid with its start time in the same boot is
 * not.
 *
 * @param pid the process id
 * @param startTicks when the kernel started it, in clock ticks since boot: field 22 of {@code
 *     /proc/PID/stat}
 * @param bootId {@code /proc/sys/kernel/random/boot_id}
 */
public record ProcessIdentity(int pid, long startTicks, String bootId) {
  /**
   * The process that has this pid now, running or ended but not yet reaped.
   *
   * @throws LinuxException when it cannot be told, such as for want of file descriptors
   */
  public static Optional<ProcessIdentity> of(int pid) throws LinuxException {
    Optional<ProcStat> stat = ProcTable.stat(pid);
    return stat.isPresent() ? Optional.of(stat.get().identity()) : Optional.empty();
  }

  /** This process. */
  public static ProcessIdentity current() throws LinuxException {
    int pid = (int) Native.sys(Syscall.GETPID, 0);
    return of(pid)
        .orElseThrow(() -> LinuxException.failed("open", "/proc/self/stat", Errno.ENOENT));
  }

  /** True while this very process runs; false once it has ended, reaped or not. */
  public boolean alive() throws LinuxException {
    Optional<ProcStat> stat = ProcTable.stat(pid);
    return stat.isPresent() && !stat.get().ended() && names(stat.get());
  }

  /** True when what was read is this process, dead or alive. */
  boolean names(ProcStat stat) throws LinuxException {
    return stat.pid() == pid
        && stat.startTicks() == startTicks
        && bootId.equals(ProcTable.bootId());
  }
}
