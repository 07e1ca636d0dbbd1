package dev.reeve.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A process that exists and waits before its program begins, so that things can be set that must
 * hold from its first instruction on. A shell waits in its place and replaces itself by the program
 * when it is told to; it ends instead if the one who holds it does, by closing or by dying.
 *
 * <p>A program that the shell cannot execute is reported by the shell, in the error output, with
 * exit code 126 or 127.
 */
public final class HeldSpawn implements AutoCloseable {
  private static final int LAST_NUMBER = 9;
  private static final int FIRST_NUMBER = 3;

  private final Child child;
  private final Fd go;

  private HeldSpawn(Child child, Fd go) {
    this.child = child;
    this.go = go;
  }

  /**
   * Spawns the shell that waits.
   *
   * @param launch of the program; one of the numbers 3 to 9 must be free for the shell
   */
  public static HeldSpawn spawn(Launch launch) throws LinuxException {
    int number = LAST_NUMBER;
    while (launch.inherited().containsKey(number)) {
      number--;
    }
    if (number < FIRST_NUMBER) {
      throw LinuxException.failed("pipe", "descriptors 3 to 9 are all in use", Errno.EMFILE);
    }
    MemorySegment ends = Native.Scratch.ofThread().memory;
    LinuxException.check(
        Native.sys(Syscall.PIPE2, ends.address(), OpenFlags.O_CLOEXEC, 0),
        "pipe",
        launch.program());
    Fd waits = new Fd(ends.get(ValueLayout.JAVA_INT, 0), "pipe");
    Fd go = new Fd(ends.get(ValueLayout.JAVA_INT, 4), "pipe");
    try (waits) {
      return new HeldSpawn(Spawner.spawn(held(launch, number, waits)), go);
    } catch (LinuxException | RuntimeException e) {
      go.close();
      throw e;
    }
  }

  private static Launch held(Launch launch, int number, Fd waits) {
    Map<Integer, Fd> inherited = new HashMap<>(launch.inherited());
    inherited.put(number, waits);
    List<String> argv = new ArrayList<>();
    argv.add("sh");
    argv.add("-c");
    argv.add("read -r reeve_go <&%d && exec \"$@\" %d<&-".formatted(number, number));
    argv.add("sh");
    argv.add(launch.program().toString());
    argv.addAll(launch.argv().subList(1, launch.argv().size()));
    return new Launch(
        Path.of("/bin/sh"),
        argv,
        launch.environment(),
        launch.directory(),
        launch.stdin(),
        launch.stdout(),
        launch.stderr(),
        inherited,
        launch.confinement());
  }

  /** The process, whose pid stays the same when its program begins. */
  public Child child() {
    return child;
  }

  /** Lets the program begin. */
  public void release() throws LinuxException {
    MemorySegment line = Native.Scratch.ofThread().memory;
    line.set(ValueLayout.JAVA_BYTE, 0, (byte) '\n');
    try {
      go.write(line, 0, 1);
    } catch (LinuxException e) {
      if (!e.is(Errno.EPIPE)) { // else it has ended, which whoever watches it will see
        throw e;
      }
    }
    close();
  }

  /** Without a release before, the program never begins. */
  @Override
  public void close() {
    go.close();
  }
}
