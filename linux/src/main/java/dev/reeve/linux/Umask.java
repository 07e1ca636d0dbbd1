package dev.reeve.linux;

/**
 * The permissions that new files do not get, see umask(2). One for the whole process; children
 * inherit it.
 */
public final class Umask {
  private Umask() {}

  /** Sets it and gives the former one. */
  public static int set(int mask) {
    return (int) Native.sys(Syscall.UMASK, mask);
  }
}
