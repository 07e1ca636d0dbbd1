package dev.reeve.linux;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The running kernel. Reeve needs Linux 5.10 and runs on x86_64 and aarch64. */
public record KernelVersion(int major, int minor) implements Comparable<KernelVersion> {
  /**
   * The oldest kernel with everything that is always needed: pidfds, waiting for them, and what
   * came with them.
   */
  public static final KernelVersion MINIMUM = new KernelVersion(5, 10);

  private static final Pattern RELEASE =
      Pattern.compile("(\\d{1,5})\\.(\\d{1,5}).*", Pattern.DOTALL);

  /** The version of this machine. */
  public static KernelVersion current() {
    return parse(System.getProperty("os.version", ""));
  }

  /**
   * Refuses to run where it cannot.
   *
   * @throws UnsupportedOperationException naming what is too old or unknown
   */
  public static void requireSupported() {
    if (!Machine.SUPPORTED || !System.getProperty("os.name", "").equals("Linux")) {
      throw new UnsupportedOperationException(
          "cannot run on "
              + System.getProperty("os.name", "")
              + " on "
              + System.getProperty("os.arch", "")
              + ": Linux on x86_64 or aarch64 is needed");
    }
    KernelVersion current = current();
    if (current.compareTo(MINIMUM) < 0) {
      throw new UnsupportedOperationException(
          "cannot run on Linux " + current + ": Linux " + MINIMUM + " or newer is needed");
    }
  }

  /** True for this version and newer ones. */
  public static boolean atLeast(int major, int minor) {
    return current().compareTo(new KernelVersion(major, minor)) >= 0;
  }

  /** Reads {@code 6.1.0-37-amd64}; 0.0 for what is no version. */
  static KernelVersion parse(String release) {
    Matcher matcher = RELEASE.matcher(release);
    return matcher.matches()
        ? new KernelVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
        : new KernelVersion(0, 0);
  }

  @Override
  public int compareTo(KernelVersion other) {
    return major == other.major
        ? Integer.compare(minor, other.minor)
        : Integer.compare(major, other.major);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
