package dev.reeve.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What statx(2) says of an open file. */
record FileStatus(int mode, long size, FileIdentity identity) {
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_BASIC_STATS = 0x7ff;
  private static final int TYPE = 0xf000;
  private static final int FIFO = 0x1000;

  boolean isFifo() {
    return (mode & TYPE) == FIFO;
  }

  static FileStatus of(int number, String name) throws LinuxException {
    // struct statx is 256 bytes, the size of the scratch memory.
    MemorySegment memory = Native.Scratch.ofThread().memory;
    long result =
        Native.sys(
            Syscall.STATX,
            number,
            Constants.EMPTY.address(),
            AT_EMPTY_PATH,
            STATX_BASIC_STATS,
            memory.address(),
            0);
    LinuxException.check(result, "statx", name);
    long major = Integer.toUnsignedLong(memory.get(ValueLayout.JAVA_INT, 136));
    long minor = Integer.toUnsignedLong(memory.get(ValueLayout.JAVA_INT, 140));
    return new FileStatus(
        Short.toUnsignedInt(memory.get(ValueLayout.JAVA_SHORT, 28)),
        memory.get(ValueLayout.JAVA_LONG, 40),
        new FileIdentity(major << 32 | minor, memory.get(ValueLayout.JAVA_LONG, 32)));
  }
}
