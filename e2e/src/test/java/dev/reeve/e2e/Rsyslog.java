package dev.reeve.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real rsyslog with a configuration of its own, on the loopback, that touches nothing else. */
final class Rsyslog implements AutoCloseable {
  private final Path folder;
  private final int port;
  private Process process;

  private Rsyslog(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /** Skips the test, with the reason, where it is not installed. */
  static void needed() {
    boolean there =
        List.of("/usr/sbin/rsyslogd", "/usr/bin/rsyslogd").stream()
            .anyMatch(path -> Files.isExecutable(Path.of(path)));
    assumeTrue(there, "rsyslogd is not installed: apt-get install rsyslog");
  }

  /**
   * Starts one.
   *
   * @param folder for its files: {@code tcp.log}, {@code udp.log} and {@code unix.log}
   */
  static Rsyslog start(Path folder) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Files.createDirectories(folder);
    String configuration =
        """
        global(workDirectory="FOLDER")
        module(load="imtcp")
        module(load="imudp")
        module(load="imuxsock" SysSock.Use="off")
        template(name="short" type="string" string="%syslogseverity-text%|%app-name%|%procid%|\
        %msgid%|%protocol-version%|%msg:::drop-last-lf%\\n")
        ruleset(name="t") { action(type="omfile" file="FOLDER/tcp.log" template="short") }
        ruleset(name="u") { action(type="omfile" file="FOLDER/udp.log" template="short") }
        ruleset(name="x") { action(type="omfile" file="FOLDER/unix.log" template="short") }
        input(type="imtcp" address="127.0.0.1" port="PORT" ruleset="t")
        input(type="imudp" address="127.0.0.1" port="PORT" ruleset="u")
        input(type="imuxsock" Socket="FOLDER/socket" ruleset="x")
        """;
    Files.writeString(
        folder.resolve("rsyslog.conf"),
        configuration.replace("FOLDER", folder.toString()).replace("PORT", "" + port));
    return new Rsyslog(folder, port, run(folder));
  }

  private static Process run(Path folder) throws IOException {
    return new ProcessBuilder(
            "rsyslogd",
            "-n",
            "-i",
            folder.resolve("pid").toString(),
            "-f",
            folder.resolve("rsyslog.conf").toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("output").toFile()))
        .start();
  }

  int port() {
    return port;
  }

  Path socket() {
    return folder.resolve("socket");
  }

  /** What came in one way. */
  List<String> lines(String way) throws IOException {
    Path file = folder.resolve(way + ".log");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  void stop() {
    process.destroy();
    Until.isTrue("rsyslogd ends", () -> !process.isAlive());
  }

  void again() throws IOException {
    process = run(folder);
  }

  @Override
  public void close() {
    stop();
  }
}
