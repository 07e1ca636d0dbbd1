package dev.reeve.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Optional;

/** What statx(2) says of a file. */
record FileStatus(int mode, long size, FileIdentity identity, Owner owner, int links) {
  /** Numbers of a user and a group. */
  record Owner(int uid, int gid) {}

  private static final int AT_FDCWD = -100;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_BASIC_STATS = 0x7ff;
  private static final int TYPE = 0xf000;
  private static final int FIFO = 0x1000;
  private static final int SOCKET = 0xc000;
  private static final int REGULAR = 0x8000;
  private static final int DIRECTORY = 0x4000;
  private static final int LINK = 0xa000;

  boolean isFifo() {
    return (mode & TYPE) == FIFO;
  }

  boolean isSocket() {
    return (mode & TYPE) == SOCKET;
  }

  boolean isRegular() {
    return (mode & TYPE) == REGULAR;
  }

  boolean isDirectory() {
    return (mode & TYPE) == DIRECTORY;
  }

  boolean isLink() {
    return (mode & TYPE) == LINK;
  }

  static FileStatus of(int number, String name) throws LinuxException {
    long result = statx(number, Constants.EMPTY.address(), AT_EMPTY_PATH);
    LinuxException.check(result, "statx", name);
    return inScratch();
  }

  /** What is at a path, a symbolic link itself; absent when nothing is. */
  static Optional<FileStatus> ofPath(Path path) throws LinuxException {
    long address = Native.Scratch.ofThread().path(path.toString());
    long result = statx(AT_FDCWD, address, AT_SYMLINK_NOFOLLOW);
    if (result == -Errno.ENOENT) {
      return Optional.empty();
    }
    LinuxException.check(result, "statx", path);
    return Optional.of(inScratch());
  }

  private static long statx(int directory, long path, int flags) {
    // struct statx is 256 bytes, the size of the scratch memory.
    long memory = Native.Scratch.ofThread().memory.address();
    return Native.sys(Syscall.STATX, directory, path, flags, STATX_BASIC_STATS, memory, 0);
  }

  private static FileStatus inScratch() {
    MemorySegment memory = Native.Scratch.ofThread().memory;
    long major = Integer.toUnsignedLong(memory.get(ValueLayout.JAVA_INT, 136));
    long minor = Integer.toUnsignedLong(memory.get(ValueLayout.JAVA_INT, 140));
    return new FileStatus(
        Short.toUnsignedInt(memory.get(ValueLayout.JAVA_SHORT, 28)),
        memory.get(ValueLayout.JAVA_LONG, 40),
        new FileIdentity(major << 32 | minor, memory.get(ValueLayout.JAVA_LONG, 32)),
        new Owner(memory.get(ValueLayout.JAVA_INT, 20), memory.get(ValueLayout.JAVA_INT, 24)),
        memory.get(ValueLayout.JAVA_INT, 16));
  }
}
