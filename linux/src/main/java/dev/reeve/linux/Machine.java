package dev.reeve.linux;

/** The two processor architectures whose kernel interface this module knows. */
final class Machine {
  private static final String NAME = System.getProperty("os.arch", "");

  /** True on 64-bit ARM, false on x86_64. */
  static final boolean ARM = NAME.equals("aarch64");

  static final boolean SUPPORTED = ARM || NAME.equals("amd64") || NAME.equals("x86_64");

  private Machine() {}

  static int either(int onX86, int onArm) {
    return ARM ? onArm : onX86;
  }
}
