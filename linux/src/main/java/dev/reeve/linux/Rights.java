package dev.reeve.linux;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The capabilities of this process, see capabilities(7). Number n is the bit n.
 *
 * @param effective what it may do now
 * @param bounding what a program that it starts can have at most
 */
public record Rights(long effective, long bounding) {
  private static final int SETPCAP = 8;
  private static final int SYS_ADMIN = 21;

  /** Those of this process. */
  public static Rights own() throws LinuxException {
    ProcFile file = ProcFile.read("/proc/self/status");
    String text =
        file == null ? "" : new String(file.bytes, 0, file.length, StandardCharsets.US_ASCII);
    return new Rights(set(text, "CapEff"), set(text, "CapBnd"));
  }

  private static long set(String status, String name) {
    Matcher matcher = Pattern.compile("\n" + name + ":\t([0-9a-f]+)\n").matcher(status);
    return matcher.find() ? Long.parseUnsignedLong(matcher.group(1), 16) : 0;
  }

  /** Whether it may take capabilities away for good. */
  public boolean mayDropCapabilities() {
    return (effective & 1L << SETPCAP) != 0;
  }

  /** Whether it may make a namespace of mounts. */
  public boolean mayMount() {
    return (effective & 1L << SYS_ADMIN) != 0;
  }

  /** Whether it can hand on the capability of this number. */
  public boolean has(int capability) {
    return (effective & bounding & 1L << capability) != 0;
  }

  /** Whether this kernel can make files read-only for some. */
  public static boolean canMakeReadOnly() {
    return KernelVersion.current().compareTo(Mounts.MINIMUM) >= 0;
  }
}
