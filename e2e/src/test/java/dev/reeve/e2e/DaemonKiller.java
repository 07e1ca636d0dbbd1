package dev.reeve.e2e;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Kills daemons of a home with SIGKILL, also such that do not answer yet. */
final class DaemonKiller {
  private final Reeve reeve;

  DaemonKiller(Reeve reeve) {
    this.reeve = reeve;
  }

  /** Waits until a daemon is there, kills it, and returns when it is gone. */
  void kill() {
    kill(found());
  }

  /** The same, but nobody is left who would start another one. */
  void killWithKeeper() {
    Procs.Proc daemon = found();
    of("/lib/keep ").forEach(DaemonKiller::kill);
    kill(daemon);
  }

  static void kill(Procs.Proc process) {
    // Not by kill(1): forking takes longer than what is to be interrupted.
    ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
    Until.isTrue(process + " is gone", () -> !Procs.lives(process.pid()));
  }

  /** The daemon, as soon as it is a process, long before it answers. */
  Procs.Proc found() {
    AtomicReference<Procs.Proc> found = new AtomicReference<>();
    Until.isTrue(
        "there is a daemon",
        () -> {
          of(" dev.reeve.daemon/dev.reeve.daemon.Main").forEach(found::set);
          return found.get() != null;
        });
    return found.get();
  }

  private List<Procs.Proc> of(String commandLine) {
    String home = "REEVE_HOME=" + reeve.home();
    return Procs.having(home::equals).stream()
        .filter(process -> process.commandLine().contains(commandLine))
        .toList();
  }
}
