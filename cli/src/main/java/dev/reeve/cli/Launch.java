package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Home;
import dev.reeve.client.Client;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Starts a daemon that outlives the command, and waits until it answers. */
final class Launch {
  private static final String WHAT = "start the daemon";
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** The daemon cannot run here; most often because another one has just begun to. */
  private static final int CANNOT_RUN = 78;

  private static final Duration FOR_ANOTHER = Duration.ofSeconds(3);
  private static final int LINES = 8;

  private final Invocation invocation;
  private final Home home;

  private Launch(Invocation invocation, Home home) {
    this.invocation = invocation;
    this.home = home;
  }

  /**
   * Starts it and connects.
   *
   * @throws Complaint with the last lines of its log if it does not answer
   */
  static Client daemon(Invocation invocation, Home home) throws Complaint {
    return new Launch(invocation, home).run();
  }

  private Client run() throws Complaint {
    Optional<Installed> installed = Installed.look(invocation);
    if (installed.isPresent()
        && installed.get().enabled()
        && installed.get().init().isParent()
        && Invocation.isRoot()) {
      return byInitSystem(installed.get());
    }
    return byKeeper();
  }

  /** What keeps the daemon from boot to boot is to keep this one, too. */
  private Client byInitSystem(Installed installed) throws Complaint {
    try {
      installed.init().start(installed.service());
      return Client.connect(home.socket());
    } catch (ApiException e) {
      throw new Complaint(
          ErrorCode.UNREACHABLE,
          WHAT,
          e.reason(),
          "look at " + installed.init().logHint(installed.service()) + " and " + home.daemonLog());
    }
  }

  private Client byKeeper() throws Complaint {
    Path keeper = invocation.install().resolve("lib/keep");
    if (!Files.isExecutable(keeper)) {
      throw new Complaint(
          ErrorCode.UNREACHABLE,
          WHAT,
          keeper + ": no such program",
          "the installation is not complete; install Reeve again, or start 'reeved' yourself");
    }
    long logged;
    Process process;
    try {
      makeFolder(home.logs());
      File log = home.daemonLog().toFile();
      logged = log.length();
      ProcessBuilder builder =
          new ProcessBuilder(keeper.toString(), log.toString())
              .directory(new File("/"))
              .redirectInput(new File("/dev/null"))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      Map<String, String> environment = builder.environment();
      environment.clear();
      environment.putAll(invocation.environment());
      environment.remove("REEVE_FIRST"); // said to the command alone
      process = builder.start();
    } catch (IOException e) {
      throw new Complaint(
          ErrorCode.UNREACHABLE,
          WHAT,
          Failures.reason(e),
          "set REEVE_HOME to a folder you may write to, or run the command as another user");
    }
    return await(process, logged);
  }

  /** The folder may be there with rights that somebody chose; a new one is for its owner. */
  private static void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Set<PosixFilePermission> rights = PosixFilePermissions.fromString("rwxr-x---");
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(rights));
    }
  }

  /**
   * Tries until the daemon listens. The keeper's life is the clock: it forks or goes on for ever,
   * and when it ends with an error there is nothing to wait for.
   */
  private Client await(Process process, long logged) throws Complaint {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long another = 0;
    boolean ended = false;
    while (true) {
      long now = System.nanoTime();
      try {
        return Client.connect(home.socket());
      } catch (ApiException e) {
        if (e.code() != ErrorCode.UNREACHABLE) {
          throw Complaint.of(e, "reach the daemon");
        }
      }
      if (ended
          && process.exitValue() != 0
          && (process.exitValue() != CANNOT_RUN || now > another)) {
        throw failed("it ended at once with exit code " + process.exitValue(), logged);
      }
      if (now > deadline) {
        throw failed("it does not answer after " + Human.duration(PATIENCE.toMillis()), logged);
      }
      try {
        if (ended) {
          TimeUnit.MILLISECONDS.sleep(5);
        } else {
          ended = process.waitFor(5, TimeUnit.MILLISECONDS);
          another = now + FOR_ANOTHER.toNanos();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw failed("the wait for it was interrupted", logged);
      }
    }
  }

  private Complaint failed(String reason, long logged) {
    return new Complaint(
        ErrorCode.UNREACHABLE,
        WHAT,
        reason,
        "its log is " + home.daemonLog(),
        lastLines(home.daemonLog(), logged));
  }

  /** What was added to a file since it had so many bytes, or the end of that. */
  private static List<String> lastLines(Path file, long from) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      int begin = (int) Math.max(Math.min(from, bytes.length), bytes.length - 16_384L);
      String text = new String(bytes, begin, bytes.length - begin, StandardCharsets.UTF_8);
      List<String> lines = new ArrayList<>(text.lines().toList());
      return List.copyOf(lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    } catch (IOException e) {
      return List.of("(" + Failures.reason(e) + ")");
    }
  }
}
