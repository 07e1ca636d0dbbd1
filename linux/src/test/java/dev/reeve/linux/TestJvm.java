package dev.reeve.linux;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A second JVM with this module, for what cannot be tried in the one that runs the tests. */
final class TestJvm {
  private TestJvm() {}

  /** For JVMs of another user: the classes may lie in a home that is closed to it. */
  static void assumeReadableByEveryone() throws Exception {
    Path classes = Path.of(Fd.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    for (Path path = classes; path != null; path = path.getParent()) {
      Assumptions.assumeTrue(
          Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE),
          path + " is closed to other users");
    }
  }

  static ProcessBuilder start(Class<?> main, String... arguments) {
    return new ProcessBuilder(command(main, arguments));
  }

  static List<String> command(Class<?> main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }
}
