package dev.reeve.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells whoever started this process how it is, with the words of sd_notify(3). One thread sends at
 * a time.
 */
public final class SdNotify implements AutoCloseable {
  private static final int AF_UNIX = 1;
  private static final int DGRAM_CLOEXEC = 2 | 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SCM_RIGHTS = 1;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_NOSIGNAL = 0x4000;

  // struct msghdr: name, its length, vector, its length, control, its length, flags.
  private static final long HEADER_SIZE = 56;
  private static final long NAME_LENGTH = 8;
  private static final long VECTOR = 16;
  private static final long VECTOR_LENGTH = 24;
  private static final long CONTROL = 32;
  private static final long CONTROL_LENGTH = 40;

  // struct cmsghdr with one descriptor behind it, padded to words.
  private static final long ONE_DESCRIPTOR = 20;
  private static final long ONE_DESCRIPTOR_SPACE = 24;

  private final Fd fd;
  private final byte[] name;

  private SdNotify(Fd fd, byte[] name) {
    this.fd = fd;
    this.name = name;
  }

  /**
   * The way to whoever listens.
   *
   * @param address the value of {@code NOTIFY_SOCKET}: an absolute path, or {@code @} and the name
   *     of an abstract socket, see unix(7)
   * @return absent for an empty address, and for one of another kind, which is not for processes of
   *     this machine
   * @throws LinuxException {@code ENAMETOOLONG} when the kernel takes no such address
   */
  public static Optional<SdNotify> to(String address) throws LinuxException {
    if (!address.startsWith("/") && !address.startsWith("@")) {
      return Optional.empty();
    }
    byte[] name = address.getBytes(StandardCharsets.UTF_8);
    if (name.length > UnixDatagram.LONGEST_PATH) {
      throw LinuxException.failed("sendmsg", address, Errno.ENAMETOOLONG);
    }
    if (name[0] == '@') {
      name[0] = 0;
    }
    long number = Native.sys(Syscall.SOCKET, AF_UNIX, DGRAM_CLOEXEC, 0);
    Fd fd = new Fd((int) LinuxException.check(number, "socket", address), address);
    return Optional.of(new SdNotify(fd, name));
  }

  /**
   * Says something that must arrive; waits while too much that was said before is not read yet.
   *
   * @param assignments one a line, such as {@code READY=1}
   * @throws LinuxException when nobody listens
   */
  public void say(String assignments) throws LinuxException {
    LinuxException.check(send(assignments, null, 0), "sendmsg", fd);
  }

  /**
   * Says something that may get lost; never waits.
   *
   * @return false when it was lost, because too much waits to be read
   * @throws LinuxException when nobody listens
   */
  public boolean mention(String assignments) throws LinuxException {
    long result = send(assignments, null, MSG_DONTWAIT);
    if (result == -Errno.EAGAIN) {
      return false;
    }
    LinuxException.check(result, "sendmsg", fd);
    return true;
  }

  /**
   * Says something and hands over a descriptor with it, see {@code FDSTORE=1} there.
   *
   * @throws LinuxException when nobody listens
   */
  public void say(String assignments, Fd descriptor) throws LinuxException {
    LinuxException.check(send(assignments, descriptor, 0), "sendmsg", fd);
  }

  private long send(String assignments, @Nullable Fd descriptor, int flags) {
    return send(fd, name, assignments.getBytes(StandardCharsets.UTF_8), descriptor, flags);
  }

  /**
   * Sends one message to a socket of this machine.
   *
   * @param name of the socket, beginning with NUL for an abstract one
   * @return as sendmsg(2)
   */
  static long send(Fd fd, byte[] name, byte[] text, @Nullable Fd descriptor, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(2 + name.length + 1, 8);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
      MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, 2, name.length);
      // The name of an abstract socket has no NUL at its end: it would be part of it.
      int length = 2 + name.length + (name[0] == 0 ? 0 : 1);
      MemorySegment bytes = arena.allocate(Math.max(1, text.length));
      MemorySegment.copy(text, 0, bytes, ValueLayout.JAVA_BYTE, 0, text.length);
      MemorySegment vector = arena.allocate(16, 8);
      vector.set(ValueLayout.JAVA_LONG, 0, bytes.address());
      vector.set(ValueLayout.JAVA_LONG, 8, text.length);
      MemorySegment header = arena.allocate(HEADER_SIZE, 8);
      header.set(ValueLayout.JAVA_LONG, 0, address.address());
      header.set(ValueLayout.JAVA_INT, NAME_LENGTH, length);
      header.set(ValueLayout.JAVA_LONG, VECTOR, vector.address());
      header.set(ValueLayout.JAVA_LONG, VECTOR_LENGTH, 1);
      if (descriptor != null) {
        MemorySegment control = arena.allocate(ONE_DESCRIPTOR_SPACE, 8);
        control.set(ValueLayout.JAVA_LONG, 0, ONE_DESCRIPTOR);
        control.set(ValueLayout.JAVA_INT, 8, SOL_SOCKET);
        control.set(ValueLayout.JAVA_INT, 12, SCM_RIGHTS);
        control.set(ValueLayout.JAVA_INT, 16, descriptor.number());
        header.set(ValueLayout.JAVA_LONG, CONTROL, control.address());
        header.set(ValueLayout.JAVA_LONG, CONTROL_LENGTH, ONE_DESCRIPTOR_SPACE);
      }
      long result;
      do {
        result = Native.sys(Syscall.SENDMSG, fd.number(), header.address(), flags | MSG_NOSIGNAL);
      } while (result == -Errno.EINTR);
      return result;
    }
  }

  @Override
  public void close() {
    fd.close();
  }
}
