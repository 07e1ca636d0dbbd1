package dev.reeve.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Sockets that wait for others, made here to be handed to programs; see ip(7) and unix(7). */
public final class ListeningSocket {
  private static final int AF_UNIX = 1;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int STREAM = 1;
  private static final int DGRAM = 2;
  private static final int CLOEXEC = 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_REUSEADDR = 2;
  private static final int SO_TYPE = 3;
  private static final int BACKLOG = 4096;
  private static final int AT_FDCWD = -100;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int ADDRESS_SIZE = 128;

  private ListeningSocket() {}

  /**
   * Opens a port of TCP or UDP.
   *
   * @throws LinuxException {@code EADDRINUSE} when somebody has it, {@code EACCES} when only root
   *     may have it, {@code EADDRNOTAVAIL} when this machine has no such address
   */
  public static Fd port(InetAddress address, int port, boolean udp) throws LinuxException {
    byte[] bytes = address.getAddress();
    int family = bytes.length == 4 ? AF_INET : AF_INET6;
    String name = (udp ? "udp " : "tcp ") + address.getHostAddress() + " port " + port;
    Fd fd = socket(family, udp ? DGRAM : STREAM, name);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment to = arena.allocate(ADDRESS_SIZE, 8);
      to.set(ValueLayout.JAVA_SHORT, 0, (short) family);
      to.set(ValueLayout.JAVA_BYTE, 2, (byte) (port >> 8));
      to.set(ValueLayout.JAVA_BYTE, 3, (byte) port);
      MemorySegment.copy(
          bytes, 0, to, ValueLayout.JAVA_BYTE, family == AF_INET ? 4 : 8, bytes.length);
      if (!udp) {
        // Else connections of before that have not died down would keep the port.
        MemorySegment one = arena.allocateFrom(ValueLayout.JAVA_INT, 1);
        LinuxException.check(
            Native.sys(
                Syscall.SETSOCKOPT, fd.number(), SOL_SOCKET, SO_REUSEADDR, one.address(), 4, 0),
            "setsockopt",
            name);
      }
      bind(fd, to, family == AF_INET ? 16 : 28);
      if (!udp) {
        listen(fd);
      }
      return fd;
    } catch (LinuxException e) {
      fd.close();
      throw e;
    }
  }

  /**
   * Opens a stream socket at a path. One that is there and that nobody listens at is replaced.
   *
   * @param mode permissions, whatever the umask
   * @param uid its owner, -1 for this user
   * @param gid its group, -1 for this one
   * @throws LinuxException {@code EADDRINUSE} when somebody listens there, or it is another file
   */
  public static Fd path(Path path, int mode, int uid, int gid) throws LinuxException {
    removeStale(path);
    Fd fd = socket(AF_UNIX, STREAM, path.toString());
    try (Arena arena = Arena.ofConfined()) {
      byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
      MemorySegment to = named(arena, name);
      fd.chmod(0); // nobody before the owner is set
      bind(fd, to, name.length + 3);
      permit(path, mode, uid, gid);
      listen(fd);
      return fd;
    } catch (LinuxException e) {
      fd.close();
      throw e;
    }
  }

  /** Sets owner and permissions of the path of a socket; a link is not followed. */
  public static void permit(Path path, int mode, int uid, int gid) throws LinuxException {
    try (Fd file = Fd.open(path, OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW, 0)) {
      if (!file.status().isSocket()) {
        throw LinuxException.failed("chmod", path, Errno.ENOTSOCK);
      }
      LinuxException.check(
          Native.sys(
              Syscall.FCHOWNAT,
              file.number(),
              Constants.EMPTY.address(),
              uid,
              gid,
              AT_EMPTY_PATH,
              0),
          "chown",
          path);
      // fchmod(2) refuses descriptors of this kind.
      long self = Native.Scratch.ofThread().path("/proc/self/fd/" + file.number());
      LinuxException.check(Native.sys(Syscall.FCHMODAT, AT_FDCWD, self, mode), "chmod", path);
    }
  }

  private static MemorySegment named(Arena arena, byte[] name) {
    MemorySegment to = arena.allocate(ADDRESS_SIZE, 8);
    to.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
    MemorySegment.copy(name, 0, to, ValueLayout.JAVA_BYTE, 2, name.length);
    return to;
  }

  private static void removeStale(Path path) throws LinuxException {
    Optional<FileStatus> there = FileStatus.ofPath(path);
    if (there.isEmpty()) {
      return;
    }
    if (!there.get().isSocket()) {
      throw LinuxException.failed("bind", path, Errno.EADDRINUSE);
    }
    try (Fd probe = socket(AF_UNIX, STREAM | 0x800, path.toString());
        Arena arena = Arena.ofConfined()) {
      byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
      long answer =
          Native.sys(
              Syscall.CONNECT, probe.number(), named(arena, name).address(), name.length + 3);
      if (answer != -Errno.ECONNREFUSED) {
        throw LinuxException.failed("bind", path, Errno.EADDRINUSE);
      }
    }
    unlink(path);
  }

  /** Removes the path of a socket, if it is one. */
  public static void remove(Path path) throws LinuxException {
    if (FileStatus.ofPath(path).filter(FileStatus::isSocket).isPresent()) {
      unlink(path);
    }
  }

  private static void unlink(Path path) throws LinuxException {
    long address = Native.Scratch.ofThread().path(path.toString());
    long result = Native.sys(Syscall.UNLINKAT, AT_FDCWD, address, 0);
    if (result != -Errno.ENOENT) {
      LinuxException.check(result, "unlink", path);
    }
  }

  private static Fd socket(int family, int type, String name) throws LinuxException {
    long number = Native.sys(Syscall.SOCKET, family, type | CLOEXEC, 0);
    return new Fd((int) LinuxException.check(number, "socket", name), name);
  }

  private static void bind(Fd fd, MemorySegment address, int length) throws LinuxException {
    LinuxException.check(
        Native.sys(Syscall.BIND, fd.number(), address.address(), length), "bind", fd);
  }

  private static void listen(Fd fd) throws LinuxException {
    LinuxException.check(Native.sys(Syscall.LISTEN, fd.number(), BACKLOG, 0, 0), "listen", fd);
  }

  /**
   * Where a descriptor listens, if it is a socket: {@code tcp 127.0.0.1 80}, {@code udp ::1 53},
   * {@code unix /run/x}; empty for anything else.
   */
  public static String place(Fd fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(ADDRESS_SIZE, 8);
      MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, ADDRESS_SIZE);
      MemorySegment type = arena.allocate(ValueLayout.JAVA_INT);
      MemorySegment size = arena.allocateFrom(ValueLayout.JAVA_INT, 4);
      long named =
          Native.sys(Syscall.GETSOCKNAME, fd.number(), address.address(), length.address());
      long typed =
          Native.sys(
              Syscall.GETSOCKOPT,
              fd.number(),
              SOL_SOCKET,
              SO_TYPE,
              type.address(),
              size.address(),
              0);
      if (named < 0 || typed < 0) {
        return "";
      }
      boolean stream = type.get(ValueLayout.JAVA_INT, 0) == STREAM;
      int family = address.get(ValueLayout.JAVA_SHORT, 0);
      return switch (family) {
        case AF_INET -> place(stream, address, 4, 4);
        case AF_INET6 -> place(stream, address, 8, 16);
        case AF_UNIX -> {
          int bytes = length.get(ValueLayout.JAVA_INT, 0) - 2;
          yield bytes > 0 && address.get(ValueLayout.JAVA_BYTE, 2) != 0
              ? "unix " + address.getString(2, StandardCharsets.UTF_8)
              : "";
        }
        default -> "";
      };
    }
  }

  private static String place(boolean stream, MemorySegment address, int from, int length) {
    byte[] bytes = address.asSlice(from, length).toArray(ValueLayout.JAVA_BYTE);
    int port =
        (address.get(ValueLayout.JAVA_BYTE, 2) & 0xff) << 8
            | (address.get(ValueLayout.JAVA_BYTE, 3) & 0xff);
    try {
      String host = InetAddress.getByAddress(bytes).getHostAddress();
      return (stream ? "tcp " : "udp ") + host + " " + port;
    } catch (java.net.UnknownHostException e) {
      throw new AssertionError("4 and 16 bytes are an address", e);
    }
  }
}
