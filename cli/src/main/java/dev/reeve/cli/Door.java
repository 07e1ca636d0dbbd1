package dev.reeve.cli;

import dev.reeve.api.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A FIFO, opened for both directions so that opening never waits, and the locks that say who is at
 * it (fcntl(2), released by the kernel whatever becomes of their holder): byte 0 belongs to who
 * listens, byte 1 to who writes.
 */
final class Door implements AutoCloseable {
  private static final int TYPE = 0xf000;
  private static final int FIFO = 0x1000;
  private static final int RIGHTS = 0xfff;
  private static final int STICKY = 0x200;
  private static final int WRITABLE_BY_OTHERS = 0x12;

  private final Path path;
  private final FileChannel channel;
  private @Nullable FileLock listening;
  private boolean withdrawn;

  private Door(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Of which user something is, and what it is. */
  private record Facts(int owner, int mode, long device, long inode) {
    static Facts of(Path path) throws IOException {
      Map<String, Object> all =
          Files.readAttributes(path, "unix:uid,mode,dev,ino", LinkOption.NOFOLLOW_LINKS);
      return new Facts(
          number(all, "uid").intValue(),
          number(all, "mode").intValue(),
          number(all, "dev").longValue(),
          number(all, "ino").longValue());
    }

    private static Number number(Map<String, Object> all, String name) throws IOException {
      if (all.get(name) instanceof Number number) {
        return number;
      }
      throw new IOException("this file system does not tell '" + name + "'");
    }
  }

  /**
   * The FIFO that somebody listens at.
   *
   * @param owner of the configuration file, which root may speak for
   * @throws Complaint if nobody listens there
   */
  static Door enter(String what, Path path, Path owner) throws Complaint {
    try {
      Facts facts = Facts.of(path);
      int me = me();
      boolean trusted = facts.owner == me || (me == 0 && facts.owner == Facts.of(owner).owner);
      check(what, path, facts, trusted);
      Door door = open(path);
      if (door.isListenedTo()) {
        return door;
      }
      door.close();
    } catch (NoSuchFileException e) {
      // the same as a FIFO that nobody listens at
    } catch (IOException e) {
      throw complaint(what, path, e);
    }
    throw new Complaint(
        ErrorCode.FAILED,
        what,
        "nobody listens at " + Clean.line(path.toString()),
        "start 'reeve serve' for this configuration file first");
  }

  /**
   * Makes the FIFO, or takes over one that an earlier listener left, and listens there alone.
   *
   * @throws Complaint if somebody listens there already, or others could tamper with it
   */
  static Door listen(String what, Path path) throws Complaint {
    try {
      checkFolder(what, path);
      while (true) {
        Facts facts;
        try {
          facts = Facts.of(path);
        } catch (NoSuchFileException e) {
          make(what, path);
          continue;
        }
        check(what, path, facts, facts.owner == me());
        Door door;
        try {
          door = open(path);
        } catch (NoSuchFileException e) {
          continue; // the one before has just ended, and taken it away
        }
        if (!door.lockForListening()) {
          door.close();
          throw new Complaint(
              ErrorCode.FAILED,
              what,
              "another 'reeve serve' listens at " + Clean.line(path.toString()),
              "end it with 'reeve shutdown', or hand it more with 'reeve submit'");
        }
        if (door.isStill(facts)) {
          return door;
        }
        door.close();
      }
    } catch (IOException e) {
      throw complaint(what, path, e);
    }
  }

  private static Complaint complaint(String what, Path path, IOException e) {
    return new Complaint(
        ErrorCode.FAILED,
        what,
        Clean.line(path.toString()) + ": " + Failures.reason(e),
        "set TMPDIR to a folder of yours, for 'serve' and 'submit' alike");
  }

  private static Door open(Path path) throws IOException {
    return new Door(
        path,
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)));
  }

  /** A process owns its own folder in /proc with its effective user; see proc(5). */
  private static int me() throws IOException {
    return Facts.of(Path.of("/proc/self").toRealPath()).owner;
  }

  private static void check(String what, Path path, Facts facts, boolean trusted) throws Complaint {
    String wrong = "";
    if ((facts.mode & TYPE) != FIFO) {
      wrong = "it is no FIFO";
    } else if (!trusted) {
      wrong = "it belongs to the user with the number " + facts.owner;
    } else if ((facts.mode & RIGHTS) != 0600) {
      wrong = "it has the mode %04o, not 0600".formatted(facts.mode & RIGHTS);
    }
    if (!wrong.isEmpty()) {
      throw new Complaint(
          ErrorCode.FAILED,
          what,
          Clean.line(path.toString()) + ": " + wrong,
          "take it away, or set TMPDIR to a folder of yours, for 'serve' and 'submit' alike");
    }
  }

  /** Nobody else may be able to put something in the place of the FIFO. */
  private static void checkFolder(String what, Path path) throws Complaint, IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("it is no path of a file");
    }
    Facts facts = Facts.of(folder.toRealPath());
    boolean owned = facts.owner == me() || facts.owner == 0;
    boolean open = (facts.mode & WRITABLE_BY_OTHERS) != 0 && (facts.mode & STICKY) == 0;
    if (!owned || open) {
      throw new Complaint(
          ErrorCode.FAILED,
          what,
          Clean.line(folder.toString())
              + (owned
                  ? ": others may delete files of yours there"
                  : ": it belongs to the user with the number " + facts.owner),
          "set TMPDIR to a folder of yours, for 'serve' and 'submit' alike");
    }
  }

  /** The JDK has no mkfifo(3); the program is a part of POSIX. */
  private static void make(String what, Path path) throws Complaint, IOException {
    Process process =
        new ProcessBuilder("mkfifo", "-m", "600", "--", path.toString())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .start();
    String said;
    int exit;
    try (var output = process.getInputStream()) {
      said = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
      exit = process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("the wait for mkfifo was interrupted", e);
    }
    // It may have been made by somebody else in the same moment; that one is looked at, too.
    if (exit != 0 && !Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new Complaint(
          ErrorCode.FAILED,
          what,
          Clean.line(said.isEmpty() ? "mkfifo ended with exit code " + exit : said),
          "set TMPDIR to a folder that you may write to, for 'serve' and 'submit' alike");
    }
  }

  /** Those who ask whether somebody listens hold a shared lock for a moment, and are waited for. */
  private boolean lockForListening() throws IOException {
    for (int i = 0; i < 100 && listening == null; i++) {
      listening = tryLock(false);
      if (listening == null) {
        try {
          TimeUnit.MILLISECONDS.sleep(2);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
    }
    return listening != null;
  }

  private @Nullable FileLock tryLock(boolean shared) throws IOException {
    try {
      return channel.tryLock(0, 1, shared);
    } catch (OverlappingFileLockException e) {
      return null; // held by this very process
    }
  }

  /** Whether what was opened is what was looked at. */
  private boolean isStill(Facts facts) throws IOException {
    try {
      return Facts.of(path).equals(facts);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Whether the one who listens lives. */
  boolean isListenedTo() throws IOException {
    try (FileLock lock = tryLock(true)) {
      return lock == null;
    }
  }

  /** Waits until nobody listens any more. */
  void awaitEnd() throws IOException {
    channel.lock(0, 1, true).close();
  }

  FileChannel channel() {
    return channel;
  }

  Path path() {
    return path;
  }

  /** Takes the FIFO away, so that nobody comes any more; who is inside sees the end of it. */
  void withdraw() {
    if (listening != null && !withdrawn) {
      withdrawn = true; // from now on the path may belong to another one who listens
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        // What is left behind is taken over by the next one.
        System.getLogger(Door.class.getName()).log(System.Logger.Level.DEBUG, "delete", e);
      }
    }
  }

  @Override
  public void close() {
    withdraw();
    try {
      channel.close();
    } catch (IOException e) {
      // The end of the process closes it.
      System.getLogger(Door.class.getName()).log(System.Logger.Level.DEBUG, "close", e);
    }
  }
}
