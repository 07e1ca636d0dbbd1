package dev.reeve.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What only root can try out. */
final class Root {
  private Root() {}

  /** Skips the test, with the reason, unless this is root. */
  static void needed(String what) {
    assumeTrue(is(), "only root can " + what);
  }

  static boolean is() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The same Reeve called by another user, as root can do. */
  static Reeve asNobody(Reeve reeve) {
    needed("become another user");
    return reeve.through("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups");
  }

  /** A private view of mounted file systems, which a script sets up before the command runs. */
  static Reeve mounting(Reeve reeve, String script) {
    needed("mount a file system");
    return reeve.through(
        "unshare", "-m", "--propagation", "private", "sh", "-ec", script + "; exec \"$@\"", "sh");
  }

  /** Runs a script where a process sees its file systems. */
  static void inside(long pid, String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("nsenter", "-t", Long.toString(pid), "-m", "sh", "-c", script)
            .inheritIO()
            .start();
    if (process.waitFor() != 0) {
      throw new AssertionError(script + " failed");
    }
  }

  /** What a command says there. */
  static String tellsInside(long pid, String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("nsenter", "-t", Long.toString(pid), "-m", "sh", "-c", script)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String text =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    process.waitFor();
    return text;
  }
}
