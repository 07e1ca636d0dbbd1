package dev.reeve.cli;

import dev.reeve.api.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A program of another manager, called as its user would call it. */
final class Tool {
  /** In bytes, of each stream; what is beyond is read and forgotten. */
  private static final int MOST = 16 << 20;

  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private final Call call;
  private final Path program;

  private Tool(Call call, Path program) {
    this.call = call;
    this.program = program;
  }

  /** What it printed, and how it ended. */
  record Ran(int exit, String out, String err, boolean cut) {
    /** The last line of what it complained of. */
    String reason() {
      return (err.isBlank() ? out : err)
          .lines()
          .map(line -> Clean.output(line, false).strip())
          .filter(line -> !line.isEmpty())
          .reduce((first, last) -> last)
          .orElse("exit code " + exit);
    }
  }

  /** A program in the caller's {@code PATH}. */
  static Optional<Tool> find(Call call, String name) {
    for (String folder : call.invocation.variable("PATH").split(":", -1)) {
      Path file = call.invocation.directory().resolve(folder).resolve(name);
      if (Files.isRegularFile(file) && Files.isExecutable(file)) {
        return Optional.of(new Tool(call, file));
      }
    }
    return Optional.empty();
  }

  /**
   * Runs it to its end, with the caller's environment and no input.
   *
   * @param what verb and object, for the complaint
   * @throws Complaint if it cannot be started, or does not end in time; it is killed then
   */
  Ran run(String what, Duration limit, List<String> arguments) throws Complaint {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      command.add(SETSID.toString()); // what a terminal sends is for this command, not for it
    }
    command.add(program.toString());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(call.invocation.directory().toFile())
            .redirectInput(new File("/dev/null"));
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(call.invocation.environment());
    String line = program.getFileName() + " " + String.join(" ", arguments);
    try {
      Process process = builder.start();
      FutureTask<Text> out = reading(process.getInputStream());
      FutureTask<Text> err = reading(process.getErrorStream());
      long end = System.nanoTime() + limit.toNanos();
      try {
        if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
          throw failed(what, "'" + line + "' does not end");
        }
        // A daemon that it started may hold the pipes open; its own words are there by then.
        long rest = Math.max(TimeUnit.SECONDS.toNanos(2), end - System.nanoTime());
        Text said = out.get(rest, TimeUnit.NANOSECONDS);
        Text complained = err.get(rest, TimeUnit.NANOSECONDS);
        return new Ran(process.exitValue(), said.text(), complained.text(), said.cut());
      } catch (TimeoutException e) {
        throw failed(what, "'" + line + "' does not close its output");
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw failed(what, "cannot run " + program + ": " + Failures.reason(e));
    } catch (ExecutionException e) {
      throw failed(what, "cannot read what '" + line + "' prints: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(what, "interrupted");
    }
  }

  private record Text(String text, boolean cut) {}

  private static FutureTask<Text> reading(InputStream in) {
    FutureTask<Text> task =
        new FutureTask<>(() -> {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          byte[] piece = new byte[8192];
          boolean cut = false;
          for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
            int fits = Math.min(n, MOST - bytes.size());
            bytes.write(piece, 0, fits);
            cut |= fits < n;
          }
          return new Text(bytes.toString(StandardCharsets.UTF_8), cut);
        });
    Thread.ofVirtual().start(task);
    return task;
  }

  private static Complaint failed(String what, String reason) {
    return new Complaint(ErrorCode.FAILED, what, Clean.line(reason), "");
  }
}
