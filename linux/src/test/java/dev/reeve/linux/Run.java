package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A process of a test, with its output in a file; closing it leaves nothing of it behind. */
final class Run implements AutoCloseable {
  static final Map<String, String> PATH = Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");

  final Child child;
  final String marker;
  private final Path output;

  private Run(Child child, String marker, Path output) {
    this.child = child;
    this.marker = marker;
    this.output = output;
  }

  /** Runs a script of sh. */
  static Run sh(Path directory, String script) throws IOException {
    return program(directory, "/bin/sh", "-c", script);
  }

  static Run program(Path directory, String program, String... arguments) throws IOException {
    return program(directory, PATH, program, arguments);
  }

  static Run program(
      Path directory, Map<String, String> environment, String program, String... arguments)
      throws IOException {
    String marker = "/test/" + UUID.randomUUID() + "#1/1";
    Map<String, String> marked = new java.util.HashMap<>(environment);
    marked.put(Kin.MARKER, marker);
    Path output = directory.resolve(UUID.randomUUID() + ".out");
    List<String> argv = new ArrayList<>(List.of(program));
    argv.addAll(List.of(arguments));
    try (Fd out = output(output)) {
      Launch launch = new Launch(Path.of(program), argv, marked, directory, null, out, out);
      return new Run(Spawner.spawn(launch), marker, output);
    }
  }

  static Fd output(Path file) throws LinuxException {
    return Fd.open(file, OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_APPEND, 0644);
  }

  int pid() {
    return child.identity().pid();
  }

  Kin.Roots roots() {
    return new Kin.Roots(List.of(child.identity()), marker);
  }

  String output() throws IOException {
    return Files.readString(output);
  }

  /** Waits for a line of output that starts like this, and gives the number behind it. */
  int number(String name) {
    return await("output of " + name)
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                output()
                    .lines()
                    .filter(line -> line.startsWith(name + "="))
                    .map(line -> Integer.parseInt(line.substring(name.length() + 1)))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** Waits for the end and reaps it. */
  ExitStatus end() throws IOException {
    awaitReadable(child.pidfd().fd());
    return child.pidfd().reap().orElseThrow();
  }

  static void awaitReadable(Fd fd) throws IOException {
    try (Epoll epoll = new Epoll()) {
      epoll.add(fd, Epoll.IN, 1);
      assertThat(epoll.await(20_000, (token, events) -> {})).as("%s became ready", fd).isOne();
    }
  }

  static void awaitGone(int pid) {
    await("end of pid " + pid)
        .atMost(Duration.ofSeconds(20))
        .until(() -> ProcTable.stat(pid).map(ProcStat::ended).orElse(true));
  }

  /** Kills everything that belongs to it. */
  @Override
  public void close() throws IOException {
    for (List<ProcessIdentity> kin = Kin.of(roots()); !kin.isEmpty(); kin = Kin.of(roots())) {
      for (ProcessIdentity member : kin) {
        try (PidFd pidfd = PidFd.open(member).orElse(null)) {
          if (pidfd != null) {
            pidfd.signal(Signals.KILL);
          }
        }
      }
    }
    end();
    child.pidfd().close();
  }
}
