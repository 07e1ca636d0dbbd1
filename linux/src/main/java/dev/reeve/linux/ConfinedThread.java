package dev.reeve.linux;

import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A thread that is confined, starts one program, and ends. Namespace of mounts and umask belong to
 * a thread, and a program gets those of the thread that starts it; so everything is in place before
 * its first instruction, and what the kernel refuses is known before there is a process. See
 * unshare(2), setns(2) and umask(2).
 */
final class ConfinedThread {
  private static final int CLONE_FS = 0x200;
  private static final int CLONE_NEWNS = 0x20000;

  /** What is done in confinement. */
  interface Start {
    Child start() throws LinuxException;
  }

  private ConfinedThread() {}

  /**
   * Does it.
   *
   * @throws SpawnException of kind {@code CONFINEMENT} if it cannot be confined
   */
  static Child call(Launch launch, Start start) throws LinuxException {
    FutureTask<Child> task =
        new FutureTask<>(() -> {
          confine(launch);
          return start.start();
        });
    // Never a virtual one: its carrier would stay confined.
    Thread thread = Thread.ofPlatform().name("reeve-confined").start(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          Child child = task.get();
          thread.join();
          return child;
        } catch (InterruptedException e) {
          interrupted = true; // the child must not get lost
        }
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case LinuxException its -> throw its;
        case RuntimeException its -> throw its;
        case Error its -> throw its;
        case null, default -> throw new AssertionError(e);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void confine(Launch launch) throws LinuxException {
    Confinement confinement = launch.confinement();
    boolean fresh = confinement.needsMounts() && confinement.beside().isEmpty();
    attempt(
        launch,
        "cannot be confined: no namespace of mounts",
        Native.sys(Syscall.UNSHARE, fresh ? CLONE_NEWNS : CLONE_FS));
    if (confinement.beside().isPresent()) {
      PidFd beside = confinement.beside().get();
      attempt(
          launch,
          "cannot be confined like process " + beside.identity().pid(),
          Native.sys(Syscall.SETNS, beside.fd().number(), CLONE_NEWNS, 0));
    } else if (fresh) {
      attempt(launch, "cannot be confined: mounts stay shared", Mounts.separate());
      for (Path path : confinement.readOnly()) {
        attempt(launch, "cannot make " + path + " read-only", Mounts.readOnly(path));
      }
      if (confinement.privateTmp()) {
        attempt(launch, "cannot make /tmp private", Mounts.empty("/tmp"));
        long result = Mounts.empty("/var/tmp");
        // Where it is missing nobody else can be met there.
        attempt(launch, "cannot make /var/tmp private", result == -Errno.ENOENT ? 0 : result);
      }
    }
    confinement.umask().ifPresent(Umask::set);
  }

  private static void attempt(Launch launch, String failure, long result) throws SpawnException {
    if (result < 0) {
      int errno = (int) -result;
      throw new SpawnException(
          SpawnException.Kind.CONFINEMENT,
          launch.program().toString(),
          failure + ": " + Errno.text(errno),
          errno);
    }
  }
}
