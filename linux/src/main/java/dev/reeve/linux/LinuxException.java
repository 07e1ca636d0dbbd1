package dev.reeve.linux;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The kernel refused a call. The message reads {@code open(/x): No such file or directory
 * (ENOENT)}.
 */
public sealed class LinuxException extends IOException permits SpawnException {
  private static final long serialVersionUID = 1;

  private final String call;
  private final int errno;

  /**
   * @param call what was tried, such as {@code open(/x)}
   * @param errno why it failed, see {@link Errno}
   */
  public LinuxException(String call, int errno) {
    this(call + ": " + Errno.text(errno) + " (" + Errno.name(errno) + ")", call, errno);
  }

  LinuxException(String message, String call, int errno) {
    super(message);
    this.call = call;
    this.errno = errno;
  }

  /** What was tried, such as {@code open(/x)}. */
  public String call() {
    return call;
  }

  /** Why it failed, see {@link Errno}; never 0. */
  public int errno() {
    return errno;
  }

  /** True when this is the reason. */
  public boolean is(int reason) {
    return errno == reason;
  }

  /** Passes a result of {@link Native#sys} on, or throws when it is negative. */
  static long check(long result, String function, @Nullable Object subject) throws LinuxException {
    if (result < 0) {
      throw failed(function, subject, (int) -result);
    }
    return result;
  }

  static LinuxException failed(String function, @Nullable Object subject, int errno) {
    return new LinuxException(function + "(" + (subject == null ? "" : subject) + ")", errno);
  }
}
