package dev.reeve.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name under which {@code ps} and {@code top} show this process. */
public final class ProcessName {
  private ProcessName() {}

  /** Sets it; the kernel keeps 15 bytes. */
  public static void set(String name) throws IOException {
    // prctl(PR_SET_NAME) would name the calling thread, which in a JVM is never the first.
    Files.writeString(Path.of("/proc/self/comm"), name);
  }
}
