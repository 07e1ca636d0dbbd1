package dev.reeve.linux;

/** Flags of open(2), to be joined with {@code |}. Some differ between x86_64 and aarch64. */
public final class OpenFlags {
  public static final int O_RDONLY = 0;
  public static final int O_WRONLY = 1;
  public static final int O_RDWR = 2;
  public static final int O_CREAT = 0x40;
  public static final int O_EXCL = 0x80;
  public static final int O_TRUNC = 0x200;
  public static final int O_APPEND = 0x400;
  public static final int O_NONBLOCK = 0x800;
  public static final int O_DIRECTORY = Machine.either(0x10000, 0x4000);
  public static final int O_NOFOLLOW = Machine.either(0x20000, 0x8000);
  static final int O_PATH = 0x200000;
  static final int O_CLOEXEC = 0x80000;

  private OpenFlags() {}
}
