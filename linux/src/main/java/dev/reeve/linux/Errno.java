package dev.reeve.linux;

import java.lang.foreign.MemorySegment;

/** Error numbers of Linux, see errno(3). They are the same on x86_64 and aarch64. */
public final class Errno {
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int ESRCH = 3;
  public static final int EINTR = 4;
  public static final int EIO = 5;
  public static final int E2BIG = 7;
  public static final int ENOEXEC = 8;
  public static final int EBADF = 9;
  public static final int ECHILD = 10;
  public static final int EAGAIN = 11;
  public static final int ENOMEM = 12;
  public static final int EACCES = 13;
  public static final int EBUSY = 16;
  public static final int EEXIST = 17;
  public static final int ENOTDIR = 20;
  public static final int EISDIR = 21;
  public static final int EINVAL = 22;
  public static final int ENFILE = 23;
  public static final int EMFILE = 24;
  public static final int ENOTTY = 25;
  public static final int ETXTBSY = 26;
  public static final int EFBIG = 27;
  public static final int ENOSPC = 28;
  public static final int EROFS = 30;
  public static final int EPIPE = 32;
  public static final int ERANGE = 34;
  public static final int ENAMETOOLONG = 36;
  public static final int ENOSYS = 38;
  public static final int ELOOP = 40;
  public static final int ENOTSOCK = 88;
  public static final int EADDRINUSE = 98;
  public static final int ECONNREFUSED = 111;
  public static final int EDQUOT = 122;

  private Errno() {}

  /** The symbol, such as {@code ENOENT}; {@code error 999} when the C library knows none. */
  public static String name(int errno) {
    String name = Native.stringCall(Texts.NAME, errno);
    return name.isEmpty() ? "error " + errno : name;
  }

  /** The meaning in English, such as {@code No such file or directory}. */
  public static String text(int errno) {
    String text = Native.stringCall(Texts.DESCRIPTION, errno);
    return text.isEmpty() ? "unknown error" : text;
  }

  /** Looked up at the first error only. */
  private static final class Texts {
    static final MemorySegment NAME = Native.function("strerrorname_np");
    static final MemorySegment DESCRIPTION = Native.function("strerrordesc_np");
  }
}
