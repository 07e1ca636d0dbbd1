package dev.reeve.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A socket that processes of this machine send single messages to, as sd_notify(3) does; see
 * unix(7). The kernel says who sent each one. One thread receives.
 */
public final class UnixDatagram implements AutoCloseable {
  /** The longest message in bytes; of a longer one the rest is lost. */
  public static final int LONGEST = 4096;

  /** The longest path in bytes: {@code sun_path} of unix(7) without the NUL at its end. */
  public static final int LONGEST_PATH = 107;

  private static final int AF_UNIX = 1;
  private static final int DGRAM_CLOEXEC_NONBLOCK = 2 | 0x80000 | 0x800;
  private static final int SOL_SOCKET = 1;
  private static final int SO_PASSCRED = 16;
  private static final int AT_FDCWD = -100;
  private static final int OWNER_ONLY = 0600;

  private final Fd fd;
  private final Path path;
  private final FileIdentity file;
  private final Inbox inbox = new Inbox();

  private UnixDatagram(Fd fd, Path path, FileIdentity file) {
    this.fd = fd;
    this.path = path;
    this.file = file;
  }

  /** Listens at a path with mode 0600, so that only this user and root can send. */
  public static UnixDatagram bind(Path path) throws LinuxException {
    return bind(path, OWNER_ONLY);
  }

  /**
   * Listens at a path. A socket that is there already, left by a process that was killed, is
   * replaced; any other file is not.
   *
   * @param mode permissions of the path, whatever the umask; who may write may send
   * @throws LinuxException {@code ENAMETOOLONG} for a path of more than {@value #LONGEST_PATH}
   *     bytes; {@code EADDRINUSE} when something else is there
   */
  public static UnixDatagram bind(Path path, int mode) throws LinuxException {
    byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
    if (name.length > LONGEST_PATH) {
      throw refused(
          path,
          "the path has " + name.length + " bytes, a socket's has at most " + LONGEST_PATH,
          Errno.ENAMETOOLONG);
    }
    removeStale(path);
    long number = Native.sys(Syscall.SOCKET, AF_UNIX, DGRAM_CLOEXEC_NONBLOCK, 0);
    Fd fd = new Fd((int) LinuxException.check(number, "socket", path), path.toString());
    try {
      // Before it has a name: the file gets these permissions less the umask, never more.
      fd.chmod(mode);
      passCredentials(fd);
      bind(fd, name);
      return new UnixDatagram(fd, path, permitted(path, mode));
    } catch (LinuxException e) {
      fd.close();
      throw e;
    }
  }

  private static void removeStale(Path path) throws LinuxException {
    Optional<FileStatus> there = FileStatus.ofPath(path);
    if (there.isPresent()) {
      if (!there.get().isSocket()) {
        throw refused(path, "there is a file that is no socket", Errno.EADDRINUSE);
      }
      unlink(path);
    }
  }

  private static void passCredentials(Fd fd) throws LinuxException {
    MemorySegment one = Native.Scratch.ofThread().memory;
    one.set(ValueLayout.JAVA_INT, 0, 1);
    LinuxException.check(
        Native.sys(Syscall.SETSOCKOPT, fd.number(), SOL_SOCKET, SO_PASSCRED, one.address(), 4, 0),
        "setsockopt(SO_PASSCRED)",
        fd);
  }

  private static void bind(Fd fd, byte[] name) throws LinuxException {
    MemorySegment address = Native.Scratch.ofThread().memory;
    address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
    MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, 2, name.length);
    address.set(ValueLayout.JAVA_BYTE, 2 + name.length, (byte) 0);
    LinuxException.check(
        Native.sys(Syscall.BIND, fd.number(), address.address(), 2 + name.length + 1), "bind", fd);
  }

  private static FileIdentity permitted(Path path, int mode) throws LinuxException {
    long address = Native.Scratch.ofThread().path(path.toString());
    LinuxException.check(Native.sys(Syscall.FCHMODAT, AT_FDCWD, address, mode), "chmod", path);
    return FileStatus.ofPath(path)
        .orElseThrow(() -> LinuxException.failed("bind", path, Errno.ENOENT))
        .identity();
  }

  private static void unlink(Path path) throws LinuxException {
    long address = Native.Scratch.ofThread().path(path.toString());
    long result = Native.sys(Syscall.UNLINKAT, AT_FDCWD, address, 0);
    if (result != -Errno.ENOENT) {
      LinuxException.check(result, "unlink", path);
    }
  }

  /** The descriptor to watch for {@link Epoll#IN}. */
  public Fd fd() {
    return fd;
  }

  /** Where it listens. */
  public Path path() {
    return path;
  }

  /** The next message; absent when none waits. Descriptors that came with it are closed. */
  public Optional<Received> receive() throws LinuxException {
    return inbox.receive(fd);
  }

  /** Stops listening and removes the path, unless it has become another's meanwhile. */
  @Override
  public void close() throws LinuxException {
    if (fd.number() >= 0) {
      fd.close();
      Optional<FileStatus> there = FileStatus.ofPath(path);
      if (there.isPresent() && there.get().identity().equals(file)) {
        unlink(path);
      }
    }
  }

  private static LinuxException refused(Path path, String reason, int errno) {
    String call = "bind(" + path + ")";
    return new LinuxException(call + ": " + reason + " (" + Errno.name(errno) + ")", call, errno);
  }

  /** A message and, as the kernel vouches, who sent it. */
  public static final class Received {
    private final int pid;
    private final int uid;
    private final int gid;
    private final byte[] bytes;
    private final boolean truncated;

    Received(int pid, int uid, int gid, byte[] bytes, boolean truncated) {
      this.pid = pid;
      this.uid = uid;
      this.gid = gid;
      this.bytes = bytes;
      this.truncated = truncated;
    }

    /**
     * The process that sent it, 0 when it is outside of this pid namespace. It may have ended, and
     * only root can have given another one than itself.
     */
    public int pid() {
      return pid;
    }

    /** The sender's user. */
    public int uid() {
      return uid;
    }

    /** The sender's group. */
    public int gid() {
      return gid;
    }

    /** What was sent, at most {@value UnixDatagram#LONGEST} bytes. */
    public byte[] bytes() {
      return bytes.clone();
    }

    /** The bytes as UTF-8; what is none becomes U+FFFD. */
    public String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    /** True when it was longer than {@value UnixDatagram#LONGEST} bytes and the rest is lost. */
    public boolean truncated() {
      return truncated;
    }
  }
}
