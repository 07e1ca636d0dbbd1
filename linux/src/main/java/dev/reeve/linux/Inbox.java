package dev.reeve.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** The memory that recvmsg(2) writes to, laid out as on every 64-bit Linux. */
final class Inbox {
  private static final int SOL_SOCKET = 1;
  private static final int SCM_RIGHTS = 1;
  private static final int SCM_CREDENTIALS = 2;
  private static final int MSG_TRUNC = 0x20;
  private static final int DONTWAIT_CMSG_CLOEXEC = 0x40 | 0x40000000;

  // struct msghdr: name, its length, vector, its length, control, its length, flags.
  private static final long HEADER_SIZE = 56;
  private static final long VECTOR = 16;
  private static final long VECTOR_LENGTH = 24;
  private static final long CONTROL = 32;
  private static final long CONTROL_LENGTH = 40;
  private static final long FLAGS = 48;

  // struct cmsghdr: length with this header, level, type; then the data.
  private static final long LEVEL = 8;
  private static final long TYPE = 12;
  private static final long DATA = 16;

  // Credentials and SCM_MAX_FD (253) descriptors need 1064.
  private static final long CONTROL_SIZE = 2048;

  private final MemorySegment header;
  private final MemorySegment vector;
  private final MemorySegment bytes;
  private final MemorySegment control;

  Inbox() {
    Arena arena = Arena.ofAuto();
    header = arena.allocate(HEADER_SIZE, 8);
    vector = arena.allocate(16, 8);
    bytes = arena.allocate(UnixDatagram.LONGEST);
    control = arena.allocate(CONTROL_SIZE, 8);
    vector.set(ValueLayout.JAVA_LONG, 0, bytes.address());
    vector.set(ValueLayout.JAVA_LONG, 8, bytes.byteSize());
    header.set(ValueLayout.JAVA_LONG, VECTOR, vector.address());
    header.set(ValueLayout.JAVA_LONG, VECTOR_LENGTH, 1);
    header.set(ValueLayout.JAVA_LONG, CONTROL, control.address());
  }

  /** One message; absent when none waits. */
  Optional<UnixDatagram.Received> receive(Fd fd) throws LinuxException {
    long count;
    do {
      // The kernel leaves there how much it used.
      header.set(ValueLayout.JAVA_LONG, CONTROL_LENGTH, CONTROL_SIZE);
      count = Native.sys(Syscall.RECVMSG, fd.number(), header.address(), DONTWAIT_CMSG_CLOEXEC);
    } while (count == -Errno.EINTR);
    if (count == -Errno.EAGAIN) {
      return Optional.empty();
    }
    LinuxException.check(count, "recvmsg", fd);
    boolean truncated = (header.get(ValueLayout.JAVA_INT, FLAGS) & MSG_TRUNC) != 0;
    return Optional.of(withSender(bytes.asSlice(0, count), truncated));
  }

  private UnixDatagram.Received withSender(MemorySegment message, boolean truncated) {
    int pid = 0;
    // Nobody, as the kernel has it for whom it does not know, see overflowuid in
    // user_namespaces(7).
    int uid = 65_534;
    int gid = 65_534;
    long end = header.get(ValueLayout.JAVA_LONG, CONTROL_LENGTH);
    for (long at = 0; at + DATA <= end; ) {
      long length = control.get(ValueLayout.JAVA_LONG, at);
      if (length < DATA || at + length > end) {
        break;
      }
      if (control.get(ValueLayout.JAVA_INT, at + LEVEL) == SOL_SOCKET) {
        switch (control.get(ValueLayout.JAVA_INT, at + TYPE)) {
          case SCM_RIGHTS -> closeAll(at + DATA, at + length);
          case SCM_CREDENTIALS -> {
            pid = control.get(ValueLayout.JAVA_INT, at + DATA);
            uid = control.get(ValueLayout.JAVA_INT, at + DATA + 4);
            gid = control.get(ValueLayout.JAVA_INT, at + DATA + 8);
          }
          default -> {}
        }
      }
      at += (length + 7) & ~7L;
    }
    byte[] content = message.toArray(ValueLayout.JAVA_BYTE);
    return new UnixDatagram.Received(pid, uid, gid, content, truncated);
  }

  /** Nobody here wants descriptors of strangers, and left open they would use up ours. */
  private void closeAll(long from, long to) {
    for (long at = from; at + 4 <= to; at += 4) {
      Native.sys(Syscall.CLOSE, control.get(ValueLayout.JAVA_INT, at));
    }
  }
}
