package dev.reeve.daemon.groups;

import dev.reeve.core.spec.ResourceSpec;
import dev.reeve.linux.Errno;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.OpenFilesLimit;
import dev.reeve.linux.Priority;
import java.io.IOException;
import java.nio.file.AccessDeniedException;

/** What is declared of a service and holds for each of its processes. */
public final class ProcessLimits {
  private final OpenFilesLimit given;

  /**
   * @param given how many files services may have open that declare nothing
   */
  public ProcessLimits(OpenFilesLimit given) {
    this.given = given;
  }

  /**
   * Sets everything for a process that has not begun its program.
   *
   * @throws NoLimits if something is declared that may not be set
   */
  public void begin(int pid, ResourceSpec resources) throws NoLimits {
    change(pid, ResourceSpec.NONE, resources);
    if (resources.nofile() == 0) {
      try {
        given.apply(pid);
      } catch (LinuxException e) {
        throw new NoLimits("cannot limit its open files: " + Errno.text(e.errno()), "");
      }
    }
  }

  /**
   * Sets what is declared otherwise than before.
   *
   * @throws NoLimits if it may not be set
   */
  public void change(int pid, ResourceSpec before, ResourceSpec after) throws NoLimits {
    if (before.nofile() != after.nofile()) {
      int most = after.nofile();
      attempt(
          () -> (most == 0 ? given : new OpenFilesLimit(most, most)).apply(pid),
          "resources.nofile: " + most,
          "the daemon itself was given " + given.hard() + "; only root may raise that");
    }
    if (before.nice() != after.nice()) {
      attempt(
          () -> Priority.nice(pid, after.nice()),
          "resources.nice: " + after.nice(),
          "only root may put a process before others");
    }
    if (before.oomScore() != after.oomScore()) {
      attempt(
          () -> Priority.oomScore(pid, after.oomScore()),
          "resources.oom_score: " + after.oomScore(),
          "only root may lower it");
    }
  }

  /** Something the kernel may refuse. */
  private interface Attempt {
    void run() throws IOException;
  }

  private static void attempt(Attempt attempt, String what, String advice) throws NoLimits {
    try {
      attempt.run();
    } catch (LinuxException e) {
      if (!e.is(Errno.ESRCH)) { // else it has ended
        throw new NoLimits("cannot set " + what + ": " + Errno.text(e.errno()), advice);
      }
    } catch (AccessDeniedException e) {
      throw new NoLimits("cannot set " + what + ": Permission denied", advice);
    } catch (IOException e) {
      throw new NoLimits("cannot set " + what + ": " + e.getMessage(), advice);
    }
  }
}
