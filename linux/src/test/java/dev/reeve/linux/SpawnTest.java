package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnTest {
  @TempDir Path directory;

  @Test
  void aServiceLeadsASessionOfItsOwn() throws IOException {
    try (Run run = Run.program(directory, "/bin/sleep", "100")) {
      ProcStat stat = ProcTable.stat(run.pid()).orElseThrow();
      assertThat(stat.session()).isEqualTo(run.pid());
      assertThat(stat.pgrp()).isEqualTo(run.pid());
      assertThat(stat.ppid()).isEqualTo(ProcessIdentity.current().pid());
    }
  }

  @Test
  void aServiceStartsWithDefaultSignalsAndAnEmptyMask() throws IOException {
    try (Run run = Run.program(directory, "/bin/cat", "/proc/self/status")) {
      run.end();
      Map<String, String> status =
          run.output()
              .lines()
              .map(line -> line.split(":\\s+", 2))
              .filter(pair -> pair.length == 2)
              .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
      assertThat(status.get("SigBlk")).isEqualTo("0000000000000000");
      assertThat(status.get("SigIgn")).isEqualTo("0000000000000000");
      assertThat(status.get("SigCgt")).isEqualTo("0000000000000000");
    }
  }

  @Test
  void aServiceInheritsDescriptorsZeroToTwoOnly() throws IOException {
    // What the JDK opens without close-on-exec, if anything, must not leak either.
    try (var open = Files.newByteChannel(Path.of("/etc/passwd"));
        Run run = Run.sh(directory, "ls /proc/$$/fd; readlink /proc/$$/fd/0")) {
      assertThat(open.isOpen()).isTrue();
      assertThat(run.end()).isEqualTo(new ExitStatus.Exited(0));
      assertThat(run.output().lines()).containsExactly("0", "1", "2", "/dev/null");
    }
  }

  @Test
  void aServiceRunsInItsDirectory() throws IOException {
    Path deep = Files.createDirectories(directory.resolve("mit Leerzeichen/und \"Zeichen\""));
    try (Run run = Run.program(deep, "/bin/pwd")) {
      run.end();
      assertThat(run.output()).isEqualTo(deep.toRealPath() + "\n");
    }
  }

  @Test
  void aServiceHasExactlyTheDeclaredEnvironment() throws IOException {
    Map<String, String> declared = new HashMap<>();
    declared.put("EMPTY", "");
    declared.put("LINES", "one\ntwo\n");
    declared.put("EQUALS", "a=b=c");
    declared.put("UMLAUT", "Grüße, 世界 🐢");
    declared.put("lower.case-odd name", "x");
    try (Run run = Run.program(directory, declared, "/usr/bin/env", "-0")) {
      run.end();
      declared.put(Kin.MARKER, run.marker);
      List<String> expected = new ArrayList<>();
      declared.forEach((key, value) -> expected.add(key + "=" + value));
      assertThat(run.output().split("\0")).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void argumentsArriveUnchangedHoweverHostile() throws IOException {
    String long1 = "x".repeat(10_000);
    String long2 = "ü".repeat(60_000);
    List<String> hostile =
        List.of(
            "",
            " ",
            "a b",
            "\"",
            "'",
            "$(reboot)",
            "`id`",
            "; rm -rf /",
            "*",
            "~",
            "\\",
            "-n",
            "--",
            "line\nbreak",
            "tab\t",
            "\u0001\u007f",
            "ä世🐢",
            "%s%n",
            long1,
            long2);
    String[] arguments = Stream.concat(Stream.of("%s\\0"), hostile.stream()).toArray(String[]::new);
    try (Run run = Run.program(directory, "/usr/bin/printf", arguments)) {
      assertThat(run.end()).isEqualTo(new ExitStatus.Exited(0));
      assertThat(run.output().substring(0, run.output().length() - 1).split("\0", -1))
          .containsExactlyElementsOf(hostile);
    }
  }

  @Test
  void theNameAServiceSeesItselfUnderMayDiffer() throws IOException {
    Path out = directory.resolve("out");
    try (Fd fd = Run.output(out)) {
      List<String> argv = List.of("-login sh", "-c", "echo $0");
      Launch launch = new Launch(Path.of("/bin/sh"), argv, Map.of(), directory, null, fd, fd);
      Child child = Spawner.spawn(launch);
      try (PidFd pidfd = child.pidfd()) {
        Run.awaitReadable(pidfd.fd());
        assertThat(pidfd.reap()).contains(new ExitStatus.Exited(0));
      }
    }
    assertThat(out).hasContent("-login sh");
  }

  @Test
  void inputOutputAndErrorsAreTheGivenDescriptors() throws IOException {
    Path in = Files.writeString(directory.resolve("in"), "typed\n");
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    try (Fd stdin = Fd.open(in, OpenFlags.O_RDONLY, 0);
        Fd stdout = Run.output(out);
        Fd stderr = Run.output(err)) {
      List<String> argv = List.of("sh", "-c", "read x; echo got $x; echo bad >&2");
      Launch launch =
          new Launch(Path.of("/bin/sh"), argv, Map.of(), directory, stdin, stdout, stderr);
      try (PidFd pidfd = Spawner.spawn(launch).pidfd()) {
        Run.awaitReadable(pidfd.fd());
        assertThat(pidfd.reap()).contains(new ExitStatus.Exited(0));
      }
    }
    assertThat(out).hasContent("got typed");
    assertThat(err).hasContent("bad");
  }

  @Test
  void descriptorsBelowThreeMayBeGivenInAnyOrder() throws Exception {
    // Descriptors 0 to 2 belong to the test runner here, so the exchange is tried in a JVM of its
    // own.
    Path in = Files.writeString(directory.resolve("in"), "typed\n");
    Process process =
        TestJvm.start(DescriptorExchange.class, directory.toString())
            .redirectInput(in.toFile())
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile())
            .start();
    assertThat(process.waitFor()).isZero();
    // The child got the parent's 2 as its 1, and the parent's 1 as its 2.
    assertThat(Files.readString(directory.resolve("err"))).endsWith("got typed\n");
    assertThat(Files.readString(directory.resolve("out"))).endsWith("bad\n");
  }

  /** Gives a child its own descriptors crosswise. */
  static final class DescriptorExchange {
    public static void main(String[] arguments) throws IOException {
      Launch launch =
          new Launch(
              Path.of("/bin/sh"),
              List.of("sh", "-c", "read x; echo got $x; echo bad >&2"),
              Map.of(),
              Path.of(arguments[0]),
              Fd.adopt(0, "stdin"),
              Fd.adopt(2, "stderr"),
              Fd.adopt(1, "stdout"));
      try (PidFd pidfd = Spawner.spawn(launch).pidfd()) {
        Run.awaitReadable(pidfd.fd());
      }
    }
  }

  @Test
  void aLaunchThatTheKernelCannotBeHandedIsRefused() {
    assertThatThrownBy(() -> launch(List.of("sh", "a\0b"), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cannot start /bin/sh: argument 1 contains a NUL character");
    assertThatThrownBy(() -> launch(List.of(), Map.of()))
        .hasMessage("cannot start /bin/sh: argv is empty");
    assertThatThrownBy(() -> launch(List.of("sh"), Map.of("A=B", "")))
        .hasMessage("cannot start /bin/sh: 'A=B' is no name for an environment variable");
    assertThatThrownBy(() -> launch(List.of("sh"), Map.of("A", "\0")))
        .hasMessage("cannot start /bin/sh: environment variable A contains a NUL character");
  }

  @Test
  void aServiceGetsTheFurtherDescriptorsItsLaunchNamesAndNoOthers() throws IOException {
    Path three = directory.resolve("three");
    Path seven = directory.resolve("seven");
    try (Fd out = Run.output(directory.resolve("out"));
        Fd ready = Run.output(three);
        Fd other = Run.output(seven)) {
      run(
          directory,
          "echo ready >&3; echo other >&7; ls /proc/$$/fd",
          out,
          Map.of(3, ready, 7, other, 9, ready));
    }
    assertThat(three).hasContent("ready");
    assertThat(seven).hasContent("other");
    assertThat(directory.resolve("out")).hasContent("0\n1\n2\n3\n7\n9");
  }

  @Test
  void descriptorsWhoseNumbersCollideWithTheWantedOnesArriveInTheirPlaces() throws Exception {
    // In a JVM of its own that is born with the low numbers taken.
    List<String> command = TestJvm.command(Collision.class, directory.toString());
    command.addAll(
        0,
        List.of(
            "/bin/sh",
            "-c",
            "cd \"$0\" && exec 3>>file3 4>>file4 5>>file5 6>>file6 7>>file7 8>>file8 9>>file9"
                + " && exec \"$@\"",
            directory.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    for (int number = 3; number <= 9; number++) {
      // The file that is open as the number before this one.
      int expected = number == 3 ? 9 : number - 1;
      assertThat(directory.resolve("file" + expected))
          .content()
          .as(output)
          .startsWith("by " + number + "\n");
    }
    assertThat(directory.resolve("file5")).content().contains("onto itself");
    assertThat(directory.resolve("out")).hasContent("0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n0\n1\n2\n5");
  }

  /** Every number from 3 to 9 is a file, and is wanted as the next number. */
  static final class Collision {
    public static void main(String[] arguments) throws IOException {
      Path directory = Path.of(arguments[0]);
      Map<Integer, Fd> rotated = new HashMap<>();
      for (int number = 3; number <= 9; number++) {
        rotated.put(number == 9 ? 3 : number + 1, Fd.adopt(number, "file" + number));
      }
      try (Fd out = Run.output(directory.resolve("out"))) {
        String script = "for n in 3 4 5 6 7 8 9; do eval \"echo by $n >&$n\"; done; ls /proc/$$/fd";
        run(directory, script, out, rotated);
        Fd five = rotated.get(6);
        run(directory, "echo onto itself >&5; ls /proc/$$/fd", out, Map.of(5, five));
      }
    }
  }

  @Test
  void anInheritedDescriptorIsOneOfThreeToNine() throws IOException {
    try (Fd out = Run.output(directory.resolve("out"))) {
      for (int number : new int[] {-1, 2, 10}) {
        assertThatThrownBy(() -> run(directory, "true", out, Map.of(number, out)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("cannot start /bin/sh: descriptor " + number + " is not one of 3 to 9");
      }
      Fd closed = Run.output(directory.resolve("out"));
      closed.close();
      assertThatThrownBy(() -> run(directory, "true", out, Map.of(3, closed)))
          .hasMessageContaining("EBADF");
    }
  }

  private static void run(Path directory, String script, Fd out, Map<Integer, Fd> inherited)
      throws IOException {
    List<String> argv = List.of("sh", "-c", script);
    try (PidFd pidfd =
        Spawner.spawn(
                new Launch(
                    Path.of("/bin/sh"), argv, Run.PATH, directory, null, out, out, inherited))
            .pidfd()) {
      Run.awaitReadable(pidfd.fd());
      assertThat(pidfd.reap()).contains(new ExitStatus.Exited(0));
    }
  }

  private Launch launch(List<String> argv, Map<String, String> environment) throws IOException {
    try (Fd fd = Run.output(directory.resolve("out"))) {
      return new Launch(Path.of("/bin/sh"), argv, environment, directory, null, fd, fd);
    }
  }

  @Test
  void aThousandSpawnsLeaveNoDescriptorAndNoZombie() throws IOException {
    int self = ProcessIdentity.current().pid();
    try (Fd out = Run.output(directory.resolve("out"))) {
      Launch launch =
          new Launch(Path.of("/bin/true"), List.of("true"), Map.of(), directory, null, out, out);
      spawnAndReap(launch, 100);
      int descriptors = ProcTable.numbers("/proc/" + self + "/fd").length;
      long start = System.nanoTime();
      spawnAndReap(launch, 1000);
      long each = (System.nanoTime() - start) / 1000;
      System.out.println("one spawn of /bin/true to its reaping: " + each / 1000 + " µs");
      assertThat(ProcTable.numbers("/proc/" + self + "/fd")).hasSizeLessThanOrEqualTo(descriptors);
    }
    assertThat(zombiesNamed("true")).isEmpty();
  }

  private static void spawnAndReap(Launch launch, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      try (PidFd pidfd = Spawner.spawn(launch).pidfd()) {
        Run.awaitReadable(pidfd.fd());
        assertThat(pidfd.reap()).contains(new ExitStatus.Exited(0));
      }
    }
  }

  private static List<ProcStat> zombiesNamed(String name) throws LinuxException {
    List<ProcStat> zombies = new ArrayList<>();
    for (int pid : ProcTable.children(ProcessIdentity.current().pid())) {
      ProcTable.stat(pid).filter(s -> s.ended() && s.comm().equals(name)).ifPresent(zombies::add);
    }
    return zombies;
  }

  @Test
  void aProgramWithANonAsciiPathRuns() throws IOException {
    Path script = directory.resolve("größe.sh");
    Files.write(script, "#!/bin/sh\necho \"$0\"\n".getBytes(StandardCharsets.UTF_8));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    try (Run run = Run.program(directory, script.toString())) {
      run.end();
      assertThat(run.output()).isEqualTo(script + "\n");
    }
  }
}
