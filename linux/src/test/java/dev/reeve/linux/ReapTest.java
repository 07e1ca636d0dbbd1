package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReapTest {
  @TempDir Path directory;

  @Test
  void everyExitCodeIsToldAsItWas() throws IOException {
    for (int code = 0; code <= 255; code++) {
      try (Run run = Run.sh(directory, "exit " + code)) {
        ExitStatus status = run.end();
        assertThat(status).isEqualTo(new ExitStatus.Exited(code));
        assertThat(status.success()).isEqualTo(code == 0);
        assertThat(status.text()).isEqualTo("exit code " + code);
      }
    }
  }

  @Test
  void everyDeadlySignalIsToldAsItWas() throws IOException {
    for (String name : List.of("HUP", "INT", "KILL", "USR1", "PIPE", "ALRM", "TERM", "RTMIN+5")) {
      int signal = Signals.number(name);
      try (Run run = Run.program(directory, "/bin/sleep", "100")) {
        assertThat(run.child.pidfd().signal(signal)).isTrue();
        ExitStatus status = run.end();
        assertThat(status).isEqualTo(new ExitStatus.Signalled(signal, false));
        assertThat(status.text()).isEqualTo("killed by SIG" + name);
      }
    }
  }

  @Test
  void aDumpedCoreIsTold() {
    assertThat(ExitStatus.ofWaitStatus(0x8b)).isEqualTo(new ExitStatus.Signalled(11, true));
    assertThat(new ExitStatus.Signalled(11, true).text())
        .isEqualTo("killed by SIGSEGV (core dumped)");
    assertThat(new ExitStatus.Unknown().text()).isEqualTo("exit status unknown");
  }

  @Test
  void aRunningProcessHasNoStatus() throws IOException {
    try (Run run = Run.program(directory, "/bin/sleep", "100")) {
      assertThat(run.child.pidfd().reap()).isEmpty();
      run.child.pidfd().signal(Signals.STOP);
      await().until(() -> ProcTable.stat(run.pid()).orElseThrow().state() == 'T');
      assertThat(run.child.pidfd().reap()).as("of a stopped one").isEmpty();
      assertThat(run.child.identity().alive()).isTrue();
    }
  }

  @Test
  void aProcessIsReapedOnceAndItsStatusStays() throws IOException {
    try (Run run = Run.sh(directory, "exit 7")) {
      Run.awaitReadable(run.child.pidfd().fd());
      assertThat(run.child.identity().alive()).as("a zombie is not alive").isFalse();
      assertThat(ProcTable.stat(run.pid()).orElseThrow().state()).isEqualTo('Z');
      assertThat(run.child.pidfd().reap()).contains(new ExitStatus.Exited(7));
      assertThat(ProcTable.stat(run.pid())).isEmpty();
      assertThat(run.child.pidfd().reap()).contains(new ExitStatus.Exited(7));
      assertThat(run.child.pidfd().signal(Signals.TERM)).as("gone").isFalse();
      assertThat(PidFd.open(run.child.identity())).isEmpty();
    }
  }

  @Test
  void theStatusOfSomebodyElsesChildIsReadWhileItWaitsToBeReaped() throws IOException {
    try (Run run = Run.sh(directory, "sh -c 'sleep 0.1; exit 9' & echo pid=$!; exec sleep 100")) {
      int pid = run.number("pid");
      try (PidFd pidfd = PidFd.open(ProcessIdentity.of(pid).orElseThrow()).orElseThrow()) {
        Run.awaitReadable(pidfd.fd());
        assertThat(ProcTable.stat(pid).orElseThrow().state()).isEqualTo('Z');
        assertThat(pidfd.reap()).contains(new ExitStatus.Exited(9));
        assertThat(ProcTable.stat(pid)).as("left to its parent").isPresent();
      }
    }
  }

  @Test
  void theStatusOfSomebodyElsesChildIsKeptByItsHandle() throws IOException {
    Assumptions.assumeTrue(
        KernelVersion.atLeast(6, 15), "PIDFD_GET_INFO tells exit codes since Linux 6.15");
    for (String end : List.of("exit 9", "kill -TERM $$")) {
      assertThat(statusAfterAStrangerReaped(end, true))
          .isEqualTo(
              end.equals("exit 9")
                  ? new ExitStatus.Exited(9)
                  : new ExitStatus.Signalled(Signals.TERM, false));
    }
  }

  private ExitStatus statusAfterAStrangerReaped(String end, boolean withHup) throws IOException {
    Path go = directory.resolve("go");
    String script =
        "sh -c 'while ! test -e go; do sleep 0.01; done; "
            + end
            + "' & echo pid=$!; wait $!; rm go; exec sleep 100";
    try (Run run = Run.sh(directory, script)) {
      int pid = run.number("pid");
      try (PidFd pidfd = PidFd.open(ProcessIdentity.of(pid).orElseThrow()).orElseThrow();
          Epoll epoll = new Epoll()) {
        epoll.add(pidfd.fd(), Epoll.IN | Epoll.ET, 1);
        Files.createFile(go);
        await("its parent reaps it").until(() -> ProcTable.stat(pid).isEmpty());
        if (withHup) {
          int[] seen = {0};
          await("hang up")
              .until(() -> {
                epoll.await(100, (token, events) -> seen[0] |= events);
                return (seen[0] & Epoll.HUP) != 0;
              });
        }
        return pidfd.reap().orElseThrow();
      }
    }
  }

  @Test
  void aProcessWhoseFirstThreadEndedStillLives() throws Exception {
    Path python = Path.of("/usr/bin/python3");
    Assumptions.assumeTrue(Files.isExecutable(python), "needs /usr/bin/python3");
    String script =
        """
        import ctypes, threading, time
        threading.Thread(target=lambda: time.sleep(100)).start()
        ctypes.CDLL(None).syscall(60 if __import__('os').uname().machine == 'x86_64' else 93, 0)
        """;
    try (Run run = Run.program(directory, python.toString(), "-c", script)) {
      await().until(() -> ProcTable.stat(run.pid()).map(ProcStat::state).equals(Optional.of('Z')));
      assertThat(run.child.identity().alive()).isTrue();
      assertThat(run.child.pidfd().reap()).isEmpty();
      assertThat(Kin.of(run.roots())).contains(run.child.identity());
    }
  }

  @Test
  void aForeignIdentityIsNotAlive() throws IOException {
    ProcessIdentity self = ProcessIdentity.current();
    assertThat(self.alive()).isTrue();
    assertThat(new ProcessIdentity(self.pid(), self.startTicks() + 1, self.bootId()).alive())
        .isFalse();
    assertThat(new ProcessIdentity(self.pid(), self.startTicks(), "another boot").alive())
        .isFalse();
    assertThat(PidFd.open(new ProcessIdentity(self.pid(), self.startTicks() - 1, self.bootId())))
        .isEmpty();
    assertThat(ProcessIdentity.of(0x3fffffff)).isEmpty();
    assertThat(PidFd.open(new ProcessIdentity(0x3fffffff, 1, self.bootId()))).isEmpty();
  }

  @Test
  void aReusedPidIsNeverTakenForTheOldProcess() throws Exception {
    Assumptions.assumeTrue(Users.effectiveUid() == 0, "needs root for a pid namespace of its own");
    Path out = directory.resolve("out");
    List<String> command =
        new java.util.ArrayList<>(List.of("unshare", "-pf", "--mount-proc", "--kill-child"));
    command.addAll(TestJvm.command(PidReuse.class, directory.toString()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    int code = process.waitFor();
    assertThat(Files.readString(out)).isEqualTo("reused\n");
    assertThat(code).isZero();
  }

  /** Starts a process, lets it end, and has the kernel give its pid to another one. */
  static final class PidReuse {
    public static void main(String[] arguments) throws Exception {
      Path directory = Path.of(arguments[0]);
      ProcessIdentity old;
      try (Run run = Run.program(directory, "/bin/true")) {
        old = run.child.identity();
        run.end();
      }
      // The start time counts in ticks of 10 ms; in real life a whole round of pids lies between.
      long tick = old.startTicks();
      await()
          .until(() -> ProcessIdentity.of(startOne(directory)).isEmpty() && now(directory) > tick);
      Path last = Path.of("/proc/sys/kernel/ns_last_pid");
      for (int attempt = 0; attempt < 1000; attempt++) {
        Files.writeString(last, Integer.toString(old.pid() - 1));
        try (Run run = Run.program(directory, Map.of(), "/bin/sleep", "100")) {
          if (run.pid() == old.pid()) {
            check(!old.alive(), "the old identity is alive");
            check(run.child.identity().alive(), "the new identity is not alive");
            check(PidFd.open(old).isEmpty(), "the old identity can be opened");
            check(
                !Kin.of(new Kin.Roots(List.of(old), "none")).contains(run.child.identity()), "kin");
            System.out.println("reused");
            return;
          }
        }
      }
      System.out.println("the pid was not reused");
    }

    private static int startOne(Path directory) throws IOException {
      try (Run run = Run.program(directory, "/bin/true")) {
        return run.pid();
      }
    }

    private static long now(Path directory) throws IOException {
      try (Run run = Run.program(directory, "/bin/sleep", "100")) {
        return run.child.identity().startTicks();
      }
    }

    private static void check(boolean condition, String failure) {
      if (!condition) {
        System.out.println(failure);
      }
    }
  }
}
