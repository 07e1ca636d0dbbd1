package dev.reeve.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The content of a file of {@code /proc}, in a buffer that belongs to the calling thread and holds
 * until the thread reads the next one: looking at thousands of processes leaves next to no garbage.
 */
final class ProcFile {
  private static final int AT_FDCWD = -100;
  private static final int CHUNK = 8192;
  private static final int KEEP = 8 * CHUNK;
  private static final byte[] PROC = "/proc/".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] STAT = "/stat\0".getBytes(StandardCharsets.US_ASCII);
  private static final ThreadLocal<ProcFile> LOCAL = ThreadLocal.withInitial(ProcFile::new);

  private final MemorySegment chunk = Arena.ofAuto().allocate(CHUNK, 8);
  byte[] bytes = new byte[CHUNK];
  int length;

  /**
   * Reads a whole file.
   *
   * @return null when the process is gone or not ours to look at
   * @throws LinuxException for anything else, such as too many open files: that must never look
   *     like a dead process
   */
  static @Nullable ProcFile read(String path) throws LinuxException {
    return LOCAL.get().load(Syscall.READ, path, 0);
  }

  /**
   * Reads {@code /proc/PID/stat} with one read, which it always fits into, and without making a
   * path; null as in {@link #read}.
   */
  static @Nullable ProcFile stat(int pid) throws LinuxException {
    ProcFile file = LOCAL.get();
    file.length = 0;
    int at = file.put(PROC, 0);
    int digits = 1;
    for (int rest = pid; rest > 9; rest /= 10) {
      digits++;
    }
    int rest = pid;
    for (int i = at + digits - 1; i >= at; i--) {
      file.chunk.set(ValueLayout.JAVA_BYTE, i, (byte) ('0' + rest % 10));
      rest /= 10;
    }
    file.put(STAT, at + digits);
    long address = file.chunk.address();
    long fd = Native.sys(Syscall.OPENAT, AT_FDCWD, address, OpenFlags.O_CLOEXEC, 0);
    if (fd < 0) {
      return absent("open", "/proc/" + pid + "/stat", (int) -fd);
    }
    long count = Native.sys(Syscall.READ, fd, address, CHUNK);
    Native.sys(Syscall.CLOSE, fd);
    if (count < 0) {
      return absent("read", "/proc/" + pid + "/stat", (int) -count);
    }
    file.append((int) count);
    return file;
  }

  private int put(byte[] text, int at) {
    MemorySegment.copy(text, 0, chunk, ValueLayout.JAVA_BYTE, at, text.length);
    return at + text.length;
  }

  /**
   * Reads the entries of a directory as {@code struct linux_dirent64}; null as in {@link #read}.
   */
  static @Nullable ProcFile list(String path) throws LinuxException {
    return LOCAL.get().load(Syscall.GETDENTS64, path, OpenFlags.O_DIRECTORY);
  }

  /** What a symbolic link says, or its first 8192 bytes; null as in {@link #read}. */
  static @Nullable ProcFile link(String path) throws LinuxException {
    ProcFile file = LOCAL.get();
    file.length = 0;
    file.chunk.setString(0, path);
    // The kernel has read the path when it writes over it.
    long address = file.chunk.address();
    long count = Native.sys(Syscall.READLINKAT, AT_FDCWD, address, address, CHUNK);
    if (count < 0) {
      return absent("readlink", path, (int) -count);
    }
    file.append((int) count);
    return file;
  }

  private @Nullable ProcFile load(Syscall call, String path, int flags) throws LinuxException {
    if (bytes.length > KEEP) {
      bytes = new byte[CHUNK];
    }
    length = 0;
    chunk.setString(0, path);
    long fd = Native.sys(Syscall.OPENAT, AT_FDCWD, chunk.address(), flags | OpenFlags.O_CLOEXEC, 0);
    if (fd < 0) {
      return absent("open", path, (int) -fd);
    }
    try {
      while (true) {
        long count = Native.sys(call, fd, chunk.address(), CHUNK);
        if (count == 0) {
          return this;
        }
        if (count < 0) {
          return absent("read", path, (int) -count);
        }
        append((int) count);
      }
    } finally {
      Native.sys(Syscall.CLOSE, fd);
    }
  }

  private static @Nullable ProcFile absent(String function, String path, int errno)
      throws LinuxException {
    return switch (errno) {
      case Errno.ENOENT, Errno.ESRCH, Errno.EACCES, Errno.EPERM -> null;
      default -> throw LinuxException.failed(function, path, errno);
    };
  }

  private void append(int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
    }
    MemorySegment.copy(chunk, ValueLayout.JAVA_BYTE, 0, bytes, length, count);
    length += count;
  }

  String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  String text() {
    return text(0, length);
  }

  /** Where the byte is found from a position on, or the length. */
  int indexOf(char wanted, int from) {
    int at = from;
    while (at < length && bytes[at] != wanted) {
      at++;
    }
    return at;
  }

  /** The NUL-terminated strings in it. */
  String[] strings() {
    return length == 0
        ? new String[0]
        : text(0, bytes[length - 1] == 0 ? length - 1 : length).split("\0", -1);
  }
}
