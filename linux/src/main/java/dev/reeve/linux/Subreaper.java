package dev.reeve.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/** Inherits and buries the orphans of its descendants, see PR_SET_CHILD_SUBREAPER in prctl(2). */
public final class Subreaper {
  private static final int PR_SET_CHILD_SUBREAPER = 36;
  private static final int P_ALL = 0;
  private static final int P_PID = 1;
  private static final int WNOHANG = 1;
  private static final int WEXITED = 4;
  private static final int WNOWAIT = 0x01000000;

  /** A stray that was taken from the process table. */
  public record Reaped(int pid, ExitStatus status) {}

  private Subreaper() {}

  /** Makes this process the parent of every descendant that loses its own. */
  public static void become() throws LinuxException {
    LinuxException.check(
        Native.sys(Syscall.PRCTL, PR_SET_CHILD_SUBREAPER, 1, 0), "prctl", "PR_SET_CHILD_SUBREAPER");
  }

  /**
   * Takes every ended child from the process table whose status nobody waits for; never waits.
   * Children with an open {@link PidFd} from {@link Spawner} are left to {@link PidFd#reap} by
   * themselves.
   *
   * @param isOurs further pids to leave alone: mains that were not started by this JVM, and
   *     processes of {@link ProcessBuilder}, whose status it would lose
   */
  public static List<Reaped> reapStrays(IntPredicate isOurs) throws LinuxException {
    List<Reaped> reaped = new ArrayList<>();
    Children.reaping().lock();
    try {
      while (true) {
        OptionalInt first = await(P_ALL, 0, WNOWAIT, reaped);
        if (first.isEmpty()) {
          return reaped;
        }
        if (spared(first.getAsInt(), isOurs)) {
          // The kernel shows only the first of the dead, and this one stays: look behind it.
          for (int pid : ProcTable.childrenOfFirstThread((int) Native.sys(Syscall.GETPID, 0))) {
            if (!spared(pid, isOurs)) {
              await(P_PID, pid, 0, reaped);
            }
          }
          return reaped;
        }
        await(P_PID, first.getAsInt(), 0, reaped);
      }
    } finally {
      Children.reaping().unlock();
    }
  }

  private static boolean spared(int pid, IntPredicate isOurs) {
    return Children.awaited(pid) || isOurs.test(pid);
  }

  /**
   * The pid of an ended child, which is reaped and added unless {@code peek} is {@code WNOWAIT}.
   */
  private static OptionalInt await(int type, int id, int peek, List<Reaped> reaped)
      throws LinuxException {
    MemorySegment info = Native.Scratch.ofThread().memory;
    info.set(ValueLayout.JAVA_INT, SigInfo.PID, 0);
    long result;
    do {
      result = Native.sys(Syscall.WAITID, type, id, info.address(), WEXITED | WNOHANG | peek);
    } while (result == -Errno.EINTR);
    if (result == -Errno.ECHILD) {
      return OptionalInt.empty();
    }
    LinuxException.check(result, "waitid", null);
    int pid = info.get(ValueLayout.JAVA_INT, SigInfo.PID);
    if (pid == 0) {
      return OptionalInt.empty();
    }
    if (peek == 0) {
      reaped.add(new Reaped(pid, SigInfo.status(info)));
    }
    return OptionalInt.of(pid);
  }
}
