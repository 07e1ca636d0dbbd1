package dev.reeve.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reeve.linux.ProcStat;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CgroupTest {
  private @Nullable Cgroup made;

  @BeforeEach
  void make() throws IOException {
    Optional<CgroupPlace> place = CgroupPlace.find();
    assumeTrue(
        place.isPresent() && Files.isWritable(place.get().own().resolve("cgroup.procs")),
        "a tree of cgroup v2 that may be written is needed");
    Cgroup group = new Cgroup(place.orElseThrow().own()).child("reeve-test-" + UUID.randomUUID());
    group.create();
    made = group;
  }

  @AfterEach
  void remove() throws IOException {
    Cgroup group = made;
    if (group != null) {
      var _ = group.kill();
      Awaitility.await().until(group::remove);
    }
  }

  private Cgroup group() {
    return java.util.Objects.requireNonNull(made);
  }

  private static Process sleeper() throws IOException {
    return new ProcessBuilder("sleep", "1000").start();
  }

  @Test
  void whoIsMovedIsInTheGroup() throws IOException {
    assertThat(group().isPopulated()).isFalse();
    Process process = sleeper();
    group().add((int) process.pid());
    assertThat(group().isPopulated()).isTrue();
    assertThat(group().pids()).containsExactly((int) process.pid());
    assertThat(CgroupPlace.find().orElseThrow().of((int) process.pid())).contains(group().path());
  }

  @Test
  void groupsBelowBelongToIt() throws IOException {
    Cgroup below = group().child("a").child("b");
    below.parent().create();
    below.create();
    Process process = sleeper();
    below.add((int) process.pid());
    assertThat(group().pids()).isEmpty();
    assertThat(group().isPopulated()).isTrue();
    assertThat(group().processes()).extracting(ProcStat::pid).containsExactly((int) process.pid());
    assertThat(group().remove()).as("removed while a process is in it").isFalse();
    assertThat(below.exists()).isTrue();
  }

  @Test
  void aKillReachesEverythingAtOnce() throws Exception {
    assumeTrue(group().has("cgroup.kill"), "Linux 5.14 is needed");
    Cgroup below = group().child("below");
    below.create();
    Process one = sleeper();
    Process other = sleeper();
    group().add((int) one.pid());
    below.add((int) other.pid());
    assertThat(group().kill()).isTrue();
    assertThat(one.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
    Awaitility.await().until(group()::remove);
    assertThat(group().exists()).isFalse();
  }

  @Test
  void whatIsFrozenDoesNotGoOnUntilItIsThawed() throws Exception {
    // What a signal would kill anyway dies of it also when it is frozen.
    Process process =
        new ProcessBuilder("sh", "-c", "trap 'exit 7' TERM; echo on; while :; do sleep 0.05; done")
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("on");
    group().add((int) process.pid());
    assertThat(group().freeze(true)).isTrue();
    assertThat(group().isFrozen()).isTrue();
    Awaitility.await()
        .until(() -> group().numbers("cgroup.events").getOrDefault("frozen", 0L) == 1);
    process.destroy();
    assertThat(process.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(group().freeze(false)).isTrue();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(7);
    assertThat(group().isFrozen()).isFalse();
  }

  @Test
  void aGroupThatIsGoneIsEmptyAndHasNoNumbers() throws IOException {
    Cgroup gone = group().child("gone");
    assertThat(gone.exists()).isFalse();
    assertThat(gone.isPopulated()).isFalse();
    assertThat(gone.processes()).isEmpty();
    assertThat(gone.children()).isEmpty();
    assertThat(gone.numbers("memory.events")).isEmpty();
    assertThat(gone.number("memory.current")).isEmpty();
    assertThat(gone.pressure("cpu")).isEmpty();
    assertThat(gone.kill()).isFalse();
    assertThat(gone.freeze(true)).isFalse();
    assertThat(gone.remove()).isTrue();
  }

  @Test
  void whatCannotBeSetSaysWhereAndWhy() {
    assertThatThrownBy(() -> group().set("memory.maximum", "1"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot write 1 to " + group().path().resolve("memory.maximum") + ": no such file");
    assertThatThrownBy(() -> group().add(Integer.MAX_VALUE))
        .hasMessageStartingWith("cannot write 2147483647 to ")
        .hasMessageEndingWith("cgroup.procs: No such process");
    assertThatThrownBy(() -> group().enable(Set.of("nonsense")))
        .hasMessageContaining("cannot write +nonsense to ");
  }

  @Test
  void whatIsThereCanBeMadeAgain() throws IOException {
    group().create();
    assertThat(group().children()).isEmpty();
  }
}
