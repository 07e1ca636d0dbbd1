package dev.reeve.daemon.groups;

import dev.reeve.core.spec.ResourceSpec;
import dev.reeve.linux.Errno;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.OpenFilesLimit;
import dev.reeve.linux.Priority;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;

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
   * Sets what is declared otherwise than before, all of it that may be set.
   *
   * @throws NoLimits if something of it may not
   */
  public void change(int pid, ResourceSpec before, ResourceSpec after) throws NoLimits {
    List<NoLimits> refused = new ArrayList<>();
    if (before.nofile() != after.nofile()) {
      int most = after.nofile();
      attempt(
          refused,
          () -> (most == 0 ? given : new OpenFilesLimit(most, most)).apply(pid),
          "resources.nofile: " + most,
          most <= given.hard()
              ? "it holds from the next start; only root may give more to what runs"
              : "the daemon itself was given " + given.hard() + "; only root may raise that");
    }
    if (before.nice() != after.nice()) {
      attempt(
          refused,
          () -> Priority.nice(pid, after.nice()),
          "resources.nice: " + after.nice(),
          "only root may put a process before others");
    }
    if (before.oomScore() != after.oomScore()) {
      attempt(
          refused,
          () -> Priority.oomScore(pid, after.oomScore()),
          "resources.oom_score: " + after.oomScore(),
          "only root may lower it");
    }
    if (!refused.isEmpty()) {
      throw refused.getFirst();
    }
  }

  /** Something the kernel may refuse. */
  private interface Attempt {
    void run() throws IOException;
  }

  private static void attempt(List<NoLimits> refused, Attempt attempt, String what, String advice) {
    String why;
    try {
      attempt.run();
      return;
    } catch (LinuxException e) {
      if (e.is(Errno.ESRCH)) {
        return; // it has ended
      }
      why = Errno.text(e.errno());
    } catch (IOException e) {
      // The provider of files knows no other words for EACCES and EPERM.
      why = e instanceof AccessDeniedException ? "Permission denied" : e.getMessage();
    }
    refused.add(new NoLimits("cannot set " + what + ": " + why, advice));
  }
}
