package dev.reeve.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Which processes come first when processor time or memory are scarce. */
public final class Priority {
  private static final int PRIO_PROCESS = 0;

  private Priority() {}

  /**
   * Sets the nice value of the first thread of a process, see setpriority(2); threads and children
   * that it makes later inherit it.
   *
   * @param nice from -20 (first) to 19 (last)
   * @throws LinuxException {@code EACCES} or {@code EPERM} without the right to it, {@code ESRCH}
   *     when it is gone
   */
  public static void nice(int pid, int nice) throws LinuxException {
    LinuxException.check(
        Native.sys(Syscall.SETPRIORITY, PRIO_PROCESS, pid, nice), "setpriority", "pid " + pid);
  }

  /**
   * Sets what is added to the score by which the kernel chooses whom it kills when memory runs out,
   * see proc_pid_oom_score_adj(5).
   *
   * @param score from -1000 (never) to 1000 (first)
   * @throws IOException without the right to it; only root may lower it
   */
  public static void oomScore(int pid, int score) throws IOException {
    try {
      Files.writeString(Path.of("/proc/" + pid + "/oom_score_adj"), Integer.toString(score));
    } catch (NoSuchFileException e) {
      throw LinuxException.failed("open", e.getFile(), Errno.ESRCH);
    }
  }
}
