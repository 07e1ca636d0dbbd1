package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KinTest {
  @TempDir Path directory;

  @BeforeAll
  static void inherit() throws LinuxException {
    Subreaper.become();
  }

  @Test
  void aMainAndItsChildrenAreKin() throws IOException {
    try (Run run = Run.sh(directory, "sleep 100 & echo child=$!; wait")) {
      int child = run.number("child");
      assertThat(pids(Kin.of(run.roots()))).containsExactlyInAnyOrder(run.pid(), child);
    }
  }

  @Test
  void aDoubleForkedChildIsKin() throws IOException {
    try (Run run = Run.sh(directory, "(sleep 100 & echo orphan=$!); exec sleep 100")) {
      int orphan = run.number("orphan");
      assertParent(orphan, ProcessIdentity.current().pid());
      assertThat(pids(Kin.of(run.roots()))).containsExactlyInAnyOrder(run.pid(), orphan);
    }
  }

  @Test
  void aDaemonWithASessionOfItsOwnIsKinByItsMarker() throws IOException {
    try (Run run =
        Run.sh(directory, "(setsid sh -c 'echo daemon=$$; exec sleep 100' &); exec sleep 100")) {
      int daemon = run.number("daemon");
      assertParent(daemon, ProcessIdentity.current().pid());
      assertThat(ProcTable.stat(daemon).orElseThrow().session()).isEqualTo(daemon);
      assertThat(pids(Kin.of(run.roots()))).containsExactlyInAnyOrder(run.pid(), daemon);
    }
  }

  @Test
  void aNohupChildOfADeadMainIsKin() throws IOException {
    try (Run run = Run.sh(directory, "nohup sleep 100 >nohup.out & echo child=$!; sleep 0.1")) {
      run.end();
      assertThat(pids(Kin.of(run.roots()))).containsExactly(run.number("child"));
    }
  }

  @Test
  void aStoppedChildIsKin() throws IOException {
    try (Run run = Run.sh(directory, "sleep 100 & echo child=$!; kill -STOP $!; wait")) {
      int child = run.number("child");
      await().until(() -> ProcTable.stat(child).orElseThrow().state() == 'T');
      assertThat(pids(Kin.of(run.roots()))).containsExactlyInAnyOrder(run.pid(), child);
    }
  }

  @Test
  void aGrandchildWhoseParentDiedIsKinWithoutItsMarker() throws IOException {
    // The leader of the session lives, so that everything in the session is the instance's.
    try (Run run = Run.sh(directory, "sh -c 'env -i sleep 100 & echo orphan=$!'; exec sleep 100")) {
      int orphan = run.number("orphan");
      assertParent(orphan, ProcessIdentity.current().pid());
      await().until(() -> ProcTable.environValue(orphan, Kin.MARKER).isEmpty());
      assertThat(pids(Kin.of(run.roots()))).containsExactlyInAnyOrder(run.pid(), orphan);
    }
  }

  @Test
  void anUnmarkedOrphanOfADeadMainIsKinOfItsSubreaper() throws IOException {
    try (Run run = Run.sh(directory, "env -i sleep 100 & echo orphan=$!; sleep 0.1")) {
      int orphan = run.number("orphan");
      run.end();
      assertThat(ProcTable.stat(run.pid())).as("the main is reaped").isEmpty();
      assertThat(pids(Kin.of(run.roots()))).containsExactly(orphan);
    }
  }

  @Test
  void aProcessWithNothingButTheMarkerIsKin() throws IOException {
    try (Run run = Run.program(directory, "/bin/sleep", "100");
        Run other = Run.program(directory, "/bin/sleep", "100")) {
      Kin.Roots markerOnly = new Kin.Roots(List.of(), run.marker);
      assertThat(Kin.of(markerOnly)).containsExactly(run.child.identity());
      assertThat(Kin.of(new Kin.Roots(List.of(), run.marker + "0"))).isEmpty();
      assertThat(Kin.of(new Kin.Roots(List.of(), run.marker.substring(0, 20)))).isEmpty();
      assertThat(Kin.of(other.roots())).containsExactly(other.child.identity());
    }
  }

  @Test
  void theDescendantsOfADaemonThatClearedItsEnvironmentAreKin() throws IOException {
    String daemon = "setsid sh -c \"env -i sleep 100 & echo deep=\\$!; wait\" & echo daemon=$!";
    try (Run run = Run.sh(directory, "sh -c '" + daemon + "; wait' & wait")) {
      int deep = run.number("deep");
      assertThat(pids(Kin.of(run.roots()))).contains(run.pid(), deep);
      assertThat(ProcTable.stat(deep).orElseThrow().session()).isNotEqualTo(run.pid());
    }
  }

  @Test
  void aSessionNumberThatPassedToAStrangerIsNotKin() throws IOException {
    try (Run stranger = Run.sh(directory, "sleep 100 & echo child=$!; wait")) {
      int child = stranger.number("child");
      ProcessIdentity now = stranger.child.identity();
      ProcessIdentity before = new ProcessIdentity(now.pid(), now.startTicks() - 5, now.bootId());
      assertThat(Kin.of(new Kin.Roots(List.of(before), "/some/other#1/1"))).isEmpty();
      stranger.child.pidfd().signal(Signals.KILL);
      stranger.end();
      // Its leader is gone, but what remains carries the marker of somebody else.
      assertThat(ProcTable.stat(child).orElseThrow().session()).isEqualTo(now.pid());
      assertThat(Kin.of(new Kin.Roots(List.of(before), "/some/other#1/1"))).isEmpty();
    }
  }

  @Test
  void aNamelessProcessIsKinByThePipeItHolds() throws IOException {
    Path pipe = directory.toRealPath().resolve("pipe");
    Fifo.create(pipe, 0600);
    String script =
        """
        (setsid env -i sleep 100 <>pipe & echo holder=$!
         setsid env -i sleep 100 <pipe & echo reader=$!
         setsid env -i sleep 100 & echo other=$!)
        exec sleep 100
        """;
    try (Run run = Run.sh(directory, script)) {
      List<Integer> nameless = new ArrayList<>();
      for (String name : List.of("holder", "reader", "other")) {
        int pid = run.number(name);
        nameless.add(pid);
        assertParent(pid, ProcessIdentity.current().pid());
        await().until(() -> ProcTable.stat(pid).orElseThrow().comm().equals("sleep"));
      }
      int holder = nameless.getFirst();
      List<ProcessIdentity> main = List.of(run.child.identity());
      List<String> pipes = List.of(pipe.toString());
      for (boolean inherited : new boolean[] {true, false}) {
        Kin.Roots roots = new Kin.Roots(main, run.marker, pipes, inherited);
        assertThat(pids(Kin.look(Set.of(run.pid())).members(roots)))
            .as("who only reads from it, and who has none of it, may be anybody's")
            .containsExactlyInAnyOrder(run.pid(), holder);
        assertThat(pids(Kin.of(new Kin.Roots(main, run.marker, List.of("/pipe"), inherited))))
            .containsExactly(run.pid());
      }
      Kin.Roots roots = new Kin.Roots(main, run.marker, pipes, true);
      var _ = Roundup.kill(List.of(roots), Set.of(run.pid()), Kin::look);
      Run.awaitGone(holder);
      for (int other : nameless.subList(1, 3)) {
        assertThat(ProcTable.stat(other).orElseThrow().state()).isNotIn('T', 'Z');
        try (PidFd process = PidFd.open(ProcessIdentity.of(other).orElseThrow()).orElseThrow()) {
          process.signal(Signals.KILL);
        }
        Run.awaitGone(other);
      }
    }
  }

  @Test
  void theCallerIsNeverKin() throws IOException {
    ProcessIdentity self = ProcessIdentity.current();
    ProcessIdentity init = ProcessIdentity.of(1).orElseThrow();
    try (Run run = Run.program(directory, "/bin/sleep", "100")) {
      // Known by mistake: even then neither it, nor what it started, nor the whole machine.
      Kin.Roots roots = new Kin.Roots(List.of(self, init, run.child.identity()), run.marker);
      assertThat(pids(Kin.of(roots))).doesNotContain(self.pid(), 1).contains(run.pid());
    }
  }

  @Test
  void theDeadAreNotKin() throws IOException {
    try (Run run = Run.sh(directory, "sleep 0 & echo child=$!; exec sleep 100")) {
      int zombie = run.number("child");
      Run.awaitGone(zombie);
      assertThat(ProcTable.stat(zombie)).as("a zombie, as its parent does not reap").isPresent();
      assertThat(pids(Kin.of(run.roots()))).containsExactly(run.pid());
    }
  }

  @Test
  void orphansOfTheSubreaperAreItsChildrenThatAreNoMains() throws IOException {
    int self = ProcessIdentity.current().pid();
    try (Run run = Run.sh(directory, "(setsid sleep 100 & echo orphan=$!); exec sleep 100");
        Run other = Run.program(directory, "/bin/sleep", "100")) {
      int orphan = run.number("orphan");
      assertParent(orphan, self);
      Set<Integer> mains = Set.of(run.pid(), other.pid());
      List<Integer> orphans = Kin.orphansOf(self, mains).stream().map(ProcStat::pid).toList();
      assertThat(orphans).contains(orphan).doesNotContain(run.pid(), other.pid());
    }
  }

  @Test
  void killingKinUntilNoneIsLeftLeavesNothing() throws IOException {
    Map<String, Integer> pids = new HashMap<>();
    String script =
        """
        trap '' TERM INT HUP
        (setsid sh -c 'trap "" TERM; echo a=$$; while :; do sleep 100; done' &)
        (sh -c 'trap "" TERM; echo b=$$; kill -STOP $$' &)
        nohup sh -c 'echo c=$$; while :; do sleep 0.01 & done' >&1 2>/dev/null &
        echo d=$$
        while :; do sleep 100; done
        """
            .replace("sleep 0.01 & done", "sleep 0.01; done");
    try (Run run = Run.sh(directory, script)) {
      for (String name : List.of("a", "b", "c", "d")) {
        pids.put(name, run.number(name));
      }
      assertThat(pids(Kin.of(run.roots()))).containsAll(pids.values());
    }
    for (int pid : pids.values()) {
      Run.awaitGone(pid);
    }
    await("strays reaped")
        .until(() -> {
          var _ = Subreaper.reapStrays(pid -> false);
          for (int pid : pids.values()) {
            if (ProcTable.stat(pid).isPresent()) {
              return false;
            }
          }
          return true;
        });
  }

  private static void assertParent(int pid, int parent) {
    await("pid " + pid + " is inherited by " + parent)
        .until(() -> ProcTable.stat(pid).orElseThrow().ppid() == parent);
  }

  private static List<Integer> pids(List<ProcessIdentity> kin) {
    List<Integer> pids = new ArrayList<>();
    kin.forEach(identity -> pids.add(identity.pid()));
    return pids;
  }
}
