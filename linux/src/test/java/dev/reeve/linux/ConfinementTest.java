package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfinementTest {
  @TempDir Path directory;
  private int runs;

  private static Confinement readOnly(Path... paths) {
    return new Confinement(OptionalInt.empty(), List.of(paths), false, Optional.empty());
  }

  private static Confinement privateTmp(Path... readOnly) {
    return new Confinement(OptionalInt.empty(), List.of(readOnly), true, Optional.empty());
  }

  private static void assumeMayMount() throws IOException {
    assumeThat(Rights.own().mayMount()).as("only root can make mounts").isTrue();
  }

  /** What a script of sh says, with its arguments, and the error output in it. */
  private String sh(Confinement confinement, String script, Object... arguments)
      throws IOException {
    Path file = directory.resolve("out" + runs++);
    try (Fd out = Run.output(file)) {
      Child child = Spawner.spawn(launch(confinement, out, script, arguments));
      try (PidFd pidfd = child.pidfd()) {
        Run.awaitReadable(pidfd.fd());
        pidfd.reap();
      }
    }
    return Files.readString(file);
  }

  private static Launch launch(
      Confinement confinement, Fd out, String script, Object... arguments) {
    List<String> argv = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    for (Object argument : arguments) {
      argv.add(argument.toString());
    }
    return new Launch(
        Path.of("/bin/sh"), argv, Run.PATH, Path.of("/"), null, out, out, Map.of(), confinement);
  }

  @Test
  void theUmaskIsThatOfTheProgramOnly() throws IOException {
    Confinement strict = new Confinement(OptionalInt.of(0137), List.of(), false, Optional.empty());
    String usual = sh(Confinement.NONE, "umask");
    assertThat(sh(strict, "umask")).isEqualTo("0137\n");
    assertThat(sh(Confinement.NONE, "umask")).isEqualTo(usual);
  }

  @Test
  void whatIsReadOnlyCannotBeWrittenThroughAnyNameAndOnlyByIt() throws IOException {
    assumeMayMount();
    Path folder = Files.createDirectory(directory.resolve("-a b'\"$x;\n--"));
    Path below = Files.createDirectory(folder.resolve("below"));
    Path file = Files.writeString(directory.resolve("file"), "as it was");
    Path link = Files.createSymbolicLink(directory.resolve("link"), folder);
    String script = "for f; do echo new > \"$f\" && echo written; done; cat \"$3\"";
    assertThat(
            sh(readOnly(link, file), script, below.resolve("x"), link.resolve("y"), file)
                .lines()
                .filter(line -> line.endsWith("Read-only file system") || !line.contains("/")))
        .hasSizeGreaterThanOrEqualTo(4)
        .doesNotContain("written")
        .contains("as it was");
    assertThat(below).isEmptyDirectory();
    assertThat(folder.resolve("y")).doesNotExist();
    Files.writeString(folder.resolve("z"), "");
    assertThat(sh(Confinement.NONE, "echo new > \"$1\"; cat \"$1\"", file)).isEqualTo("new\n");
  }

  @Test
  void aMountBelowAReadOnlyFolderIsReadOnlyToo() throws IOException {
    assumeMayMount();
    assertThat(sh(readOnly(Path.of("/dev")), "echo x > /dev/null && echo devices work"))
        .isEqualTo("devices work\n");
    assertThat(sh(readOnly(Path.of("/")), "touch /x; touch /dev/shm/x; touch \"$1\"", directory))
        .contains("'/x': Read-only", "'/dev/shm/x': Read-only", directory + "': Read-only");
  }

  @Test
  void temporaryFoldersAreEmptyOwnAndGoneAfterwards() throws IOException {
    assumeMayMount();
    Path mark = Files.createTempFile(Path.of("/tmp"), "reeve-confined", "");
    try {
      String name = "/tmp/own-" + directory.getFileName();
      assertThat(
              sh(
                  privateTmp(Path.of("/")),
                  "ls -A /tmp /var/tmp; stat -c %a /tmp /var/tmp; echo mine > \"$1\"; cat \"$1\"",
                  name))
          .isEqualTo("/tmp:\n\n/var/tmp:\n1777\n1777\nmine\n");
      assertThat(Path.of(name)).doesNotExist();
      assertThat(mark).exists();
    } finally {
      Files.delete(mark);
    }
  }

  @Test
  void oneBesideAnotherSeesTheFilesOfThatOne() throws IOException {
    assumeMayMount();
    Path out = directory.resolve("first");
    try (Fd fd = Run.output(out)) {
      Child child =
          Spawner.spawn(
              launch(privateTmp(), fd, "echo hello > /tmp/x; echo made; exec sleep 1000"));
      try (PidFd first = child.pidfd()) {
        Awaitility.await("the file").until(() -> Files.readString(out).equals("made\n"));
        Confinement beside =
            new Confinement(OptionalInt.of(077), List.of(), false, Optional.of(first));
        assertThat(sh(beside, "cat /tmp/x; umask")).isEqualTo("hello\n0077\n");
      } finally {
        Native.sys(Syscall.KILL, child.identity().pid(), Signals.KILL, 0);
      }
    }
  }

  @Test
  void aMissingPathIsNamedBeforeThereIsAProcess() throws IOException {
    assumeMayMount();
    assertThatThrownBy(() -> sh(readOnly(Path.of("/no/such")), "echo begun"))
        .isInstanceOfSatisfying(
            SpawnException.class,
            e -> assertThat(e.kind()).isEqualTo(SpawnException.Kind.CONFINEMENT))
        .hasMessage(
            "cannot start /bin/sh: cannot make /no/such read-only: No such file or directory");
    assertThat(directory.resolve("out0")).isEmptyFile();
  }

  @Test
  void aHeldProgramIsConfinedToo() throws IOException {
    assumeMayMount();
    Path file = directory.resolve("out");
    try (Fd out = Run.output(file);
        HeldSpawn held = HeldSpawn.spawn(launch(privateTmp(), out, "ls -A /tmp; echo $$"))) {
      held.release();
      try (PidFd pidfd = held.child().pidfd()) {
        Run.awaitReadable(pidfd.fd());
        pidfd.reap();
      }
      assertThat(file).hasContent(held.child().identity().pid() + "\n");
    }
  }

  @Test
  void aServiceKeepsTheCapabilitiesThatAreNamedAndGetsNoOthers() throws IOException {
    assumeThat(Rights.own().mayDropCapabilities()).isTrue();
    String script = "grep -E 'Cap|NoNewPrivs' /proc/$$/status | tr -d '\\n\\t'";
    String five = "0000000000000420";
    String all =
        "CapInh:%sCapPrm:%sCapEff:%sCapBnd:%sCapAmb:%sNoNewPrivs:"
            .formatted(five, five, five, five, five);
    for (Optional<String> user : List.of(Optional.<String>empty(), Optional.of("nobody"))) {
      LaunchChain.Options options =
          new LaunchChain.Options(user, Optional.empty(), true, Optional.of(Set.of(5, 10)));
      assertThat(chained(options, script)).isEqualTo(all + "1");
    }
    LaunchChain.Options none =
        new LaunchChain.Options(Optional.empty(), Optional.empty(), false, Optional.of(Set.of()));
    assertThat(chained(none, script)).isEqualTo(all.replace(five, "0".repeat(16)) + "0");
  }

  private String chained(LaunchChain.Options options, String script) throws IOException {
    LaunchChain.Command command =
        LaunchChain.wrap(
            new LaunchChain.Command(Path.of("/bin/sh"), List.of("sh", "-c", script)), options);
    Path file = directory.resolve("chained" + runs++);
    try (Fd out = Run.output(file)) {
      Child child =
          Spawner.spawn(
              new Launch(
                  command.program(), command.argv(), Run.PATH, Path.of("/"), null, out, out));
      try (PidFd pidfd = child.pidfd()) {
        Run.awaitReadable(pidfd.fd());
        pidfd.reap();
      }
    }
    return Files.readString(file);
  }
}
