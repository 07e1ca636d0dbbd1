package dev.reeve.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Sends single messages to a datagram socket of this machine such as {@code /dev/log}, see unix(7).
 * The socket is looked up by its path with each message, so a listener may come and go. One thread
 * sends at a time.
 */
public final class DatagramSender implements AutoCloseable {
  private static final int AF_UNIX = 1;
  private static final int DGRAM_CLOEXEC = 2 | 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_SNDTIMEO = 21;
  private static final long PATIENCE_SECONDS = 1;

  private final Fd fd;
  private final byte[] name;

  private DatagramSender(Fd fd, byte[] name) {
    this.fd = fd;
    this.name = name;
  }

  /**
   * The way to a socket, whether it is there or not.
   *
   * @throws LinuxException {@code ENAMETOOLONG} when the kernel takes no such path
   */
  public static DatagramSender to(Path path) throws LinuxException {
    byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
    if (name.length > UnixDatagram.LONGEST_PATH) {
      throw LinuxException.failed("sendmsg", path, Errno.ENAMETOOLONG);
    }
    long number = Native.sys(Syscall.SOCKET, AF_UNIX, DGRAM_CLOEXEC, 0);
    Fd fd = new Fd((int) LinuxException.check(number, "socket", path), path.toString());
    try {
      MemorySegment time = Native.Scratch.ofThread().memory;
      time.set(ValueLayout.JAVA_LONG, 0, PATIENCE_SECONDS);
      time.set(ValueLayout.JAVA_LONG, 8, 0);
      LinuxException.check(
          Native.sys(
              Syscall.SETSOCKOPT, fd.number(), SOL_SOCKET, SO_SNDTIMEO, time.address(), 16, 0),
          "setsockopt(SO_SNDTIMEO)",
          fd);
    } catch (LinuxException e) {
      fd.close();
      throw e;
    }
    return new DatagramSender(fd, name);
  }

  /**
   * Sends a message; waits up to a second while too many wait to be read.
   *
   * @throws LinuxException when nobody listens ({@code ENOENT}, {@code ECONNREFUSED}), or too much
   *     waits ({@code EAGAIN})
   */
  public void send(byte[] message) throws LinuxException {
    LinuxException.check(SdNotify.send(fd, name, message, null, 0), "sendmsg", fd);
  }

  @Override
  public void close() {
    fd.close();
  }
}
