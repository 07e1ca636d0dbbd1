package dev.reeve.linux;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A second JVM with this module, for what cannot be tried in the one that runs the tests. */
final class TestJvm {
  private TestJvm() {}

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
