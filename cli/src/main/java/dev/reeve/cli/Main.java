package dev.reeve.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The program {@code reeve}: hands what the process was given to {@link Reeve#run}. */
public final class Main {
  private Main() {}

  /** Ends the process with the exit code of the command. */
  public static void main(String[] arguments) {
    Terminal terminal = terminal();
    AtomicBoolean done = new AtomicBoolean();
    // An interrupt ends the JVM with code 130, which is right except where it is the good end.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              if (terminal.endless().get() && !done.get()) {
                Runtime.getRuntime().halt(0);
              }
            }));
    int exit = Reeve.run(invocation(List.of(arguments), terminal));
    done.set(true);
    System.exit(exit);
  }

  static Invocation invocation(List<String> arguments, Terminal terminal) {
    return new Invocation(
        arguments, System.getenv(), Path.of("").toAbsolutePath(), install(), terminal);
  }

  /** The launcher says where Reeve is; without it, its runtime is in {@code lib/runtime}. */
  private static Path install() {
    String given = System.getProperty("reeve.install", "");
    Path install =
        given.isEmpty()
            ? Path.of(System.getProperty("java.home", "/")).resolve("../..")
            : Path.of(given);
    // The keeper runs in another folder, so that the path must hold there, too.
    return install.toAbsolutePath().normalize();
  }

  private static Terminal terminal() {
    return new Terminal(
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        isScreen(1),
        isScreen(2),
        Main::columns,
        new AtomicBoolean());
  }

  /** Whether a descriptor is a terminal; a look into /proc costs less than a foreign call. */
  private static boolean isScreen(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** The launcher may say it, the shell may export it, else stty(1) knows it. */
  private static int columns() {
    int given = number(System.getProperty("reeve.columns", ""));
    if (given <= 0) {
      given = number(System.getenv().getOrDefault("COLUMNS", ""));
    }
    return given > 0 ? given : ask();
  }

  private static int ask() {
    int fallback = 80;
    try {
      Process process =
          new ProcessBuilder("stty", "size")
              .redirectInput(new java.io.File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String size =
          new String(
              process.getInputStream().readNBytes(64), java.nio.charset.StandardCharsets.US_ASCII);
      if (!process.waitFor(1, TimeUnit.SECONDS)) {
        return fallback;
      }
      int columns = number(size.substring(size.indexOf(' ') + 1).strip());
      return columns > 0 ? columns : fallback;
    } catch (IOException e) {
      return fallback; // no stty, or no terminal to ask
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return fallback;
    }
  }

  private static int number(String text) {
    int n = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9' || n > 100_000) {
        return -1;
      }
      n = n * 10 + (c - '0');
    }
    return n;
  }
}
