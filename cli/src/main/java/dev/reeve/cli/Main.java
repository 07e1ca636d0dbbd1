package dev.reeve.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The program {@code reeve}: hands what the process was given to {@link Reeve#run}. */
public final class Main {
  private Main() {}

  /** Ends the process with the exit code of the command. */
  public static void main(String[] arguments) {
    Urandom.first();
    int exit = Reeve.run(invocation(List.of(arguments), terminal(new GoodEnd())));
    // Everything is written. An exit would run hooks and load the logging of the JDK first.
    Runtime.getRuntime().halt(exit);
  }

  /**
   * An interrupt ends the JVM with code 130, which is right except for a command that goes on until
   * it is interrupted. Hooks run only then, as all other commands end with a halt.
   */
  static final class GoodEnd extends Thread implements Runnable {
    private boolean registered;

    GoodEnd() {
      super("good end");
    }

    /** Called by the command, and later by the JVM. */
    @Override
    public void run() {
      if (registered) {
        Runtime.getRuntime().halt(0);
      }
      registered = true;
      Runtime.getRuntime().addShutdownHook(this);
    }
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

  static Terminal terminal(Runnable endless) {
    Columns size = new Columns();
    return new Terminal(
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        isScreen(1),
        isScreen(2),
        size,
        size::rows,
        endless,
        last -> Runtime.getRuntime().addShutdownHook(new Thread(last, "interrupted")),
        each -> {
          Ending.on(each);
          Ending.onResize(size::changed);
        },
        each ->
            Ending.onResize(() -> {
              size.changed();
              each.run();
            }),
        Main::keyboard);
  }

  /** The terminal itself, as the standard input may be something else. */
  private static InputStream keyboard() {
    try {
      return new FileInputStream("/dev/tty");
    } catch (IOException e) {
      return InputStream.nullInputStream(); // no terminal controls this process; see tty(4)
    }
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
}
