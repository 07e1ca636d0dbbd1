package dev.reeve.cli;

import dev.reeve.api.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The configuration file of a {@code serve}, by which {@code submit} and {@code shutdown} find it.
 *
 * @param file absolute, without symbolic links
 * @param fifo where it listens
 */
record ServedFile(Path file, Path fifo) {
  private static final long PATIENCE_MILLIS = 30_000;

  /**
   * The one that is meant.
   *
   * @param named as it is given; empty for that of the current folder
   */
  static ServedFile of(Call call, String verb, String named) throws Complaint {
    Path path = call.invocation.directory().resolve(DeclaredFile.file(call, verb, named));
    if (Files.isDirectory(path)) {
      Path folder = path;
      path =
          List.of("reeve.yaml", "reeve.yml", "reeve.json").stream()
              .map(folder::resolve)
              .filter(Files::exists)
              .findFirst()
              .orElse(folder);
    }
    try {
      Path real = path.toRealPath();
      String temporary = call.invocation.variable("TMPDIR");
      Path folder = call.invocation.directory().resolve(temporary.isEmpty() ? "/tmp" : temporary);
      return new ServedFile(real, FifoPath.of(real, folder));
    } catch (IOException e) {
      throw new Complaint(
          ErrorCode.FAILED,
          verb + " " + Clean.line(path.toString()),
          Failures.reason(e),
          "name the configuration file that 'reeve serve' was given");
    }
  }

  /** The way in to who listens. */
  Door enter(String what) throws Complaint {
    return Door.enter(what, fifo, file);
  }

  /**
   * Writes a line, in one piece: what is longer than PIPE_BUF could be torn apart by others who
   * write at the same time (pipe(7)), so one writes after the other.
   *
   * @throws Complaint if nobody takes it for half a minute
   */
  static void write(Door door, String what, String line) throws Complaint {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    if (bytes.length > Submission.LONGEST) {
      throw new Complaint(
          ErrorCode.USAGE,
          what,
          "the message has "
              + bytes.length
              + " bytes; at most "
              + Submission.LONGEST
              + " are taken",
          "put what is so long into a file");
    }
    within(
        what,
        PATIENCE_MILLIS,
        "nobody has read from the FIFO for half a minute",
        () -> {
          try (FileLock _ = door.channel().lock(1, 1, false)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
              door.channel().write(rest);
            }
          }
          if (!door.isListenedTo()) {
            throw new IOException("who listened has just ended");
          }
          return true;
        });
  }

  /** Something of input or output. */
  interface Doing {
    boolean done() throws IOException;
  }

  /**
   * Does something that may take too long.
   *
   * @param millis 0 waits for ever
   */
  static void within(String what, long millis, String tooLong, Doing doing) throws Complaint {
    FutureTask<Boolean> task = new FutureTask<>(doing::done);
    Thread thread = new Thread(task, "fifo");
    thread.setDaemon(true);
    thread.start();
    try {
      if (millis > 0) {
        task.get(millis, TimeUnit.MILLISECONDS);
      } else {
        task.get();
      }
    } catch (TimeoutException e) {
      throw new Complaint(
          ErrorCode.TIMED_OUT, what, tooLong, "see what 'reeve serve' is doing where it runs");
    } catch (ExecutionException e) {
      String reason =
          e.getCause() instanceof IOException io
              ? Failures.reason(io)
              : String.valueOf(e.getCause());
      throw new Complaint(ErrorCode.FAILED, what, reason, "start 'reeve serve' again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Complaint(ErrorCode.FAILED, what, "the wait was interrupted", "");
    }
  }
}
