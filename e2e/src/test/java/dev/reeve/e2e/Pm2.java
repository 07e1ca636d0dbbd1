package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real PM2 with a home of its own; its daemon ends with the test. */
final class Pm2 implements AutoCloseable {
  /** Where '.ci/run' and the measurements put it. */
  private static final Path INSTALLED = Path.of("../bench/target/pm2-7.0.4/node_modules/.bin");

  private final Path home;
  private final Path folder;
  private final Path bin;

  private Pm2(Path home, Path folder, Path bin) {
    this.home = home;
    this.folder = folder;
    this.bin = bin;
  }

  /** One in a folder; the test is skipped where there is none on this machine. */
  static Pm2 in(Path folder) {
    Path bin =
        Stream.concat(
                Stream.of(INSTALLED.toAbsolutePath().normalize()),
                Stream.of(System.getenv("PATH").split(":", -1)).map(Path::of))
            .filter(place -> Files.isExecutable(place.resolve("pm2")))
            .findFirst()
            .orElse(Path.of(""));
    assumeTrue(
        !bin.toString().isEmpty(), "pm2 is not installed: npm install --prefix bench/target/… pm2");
    return new Pm2(folder.resolve("pm2"), folder, bin);
  }

  Path home() {
    return home;
  }

  /** A {@code PATH} on which it is. */
  String path() {
    return bin + ":" + System.getenv("PATH");
  }

  /** Runs one of its commands and answers what it printed. */
  String run(String... words) {
    List<String> command = new ArrayList<>(List.of(bin.resolve("pm2").toString()));
    command.addAll(List.of(words));
    // Its daemon inherits the pipes of the command that starts it.
    Path out = folder.resolve("pm2-said");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("PM2_HOME", home.toString());
    builder.environment().put("PATH", path());
    builder.environment().put("PM2_DISABLE_VERSION_CHECK", "true");
    builder.environment().put("NO_COLOR", "1");
    try {
      Process process = builder.start();
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("pm2 %s ends", command).isTrue();
      String said = Files.readString(out, StandardCharsets.UTF_8);
      assertThat(process.exitValue()).as("pm2 %s\n%s", command, said).isZero();
      return said;
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The status of each process of a name. */
  List<String> status(String name) {
    String list =
        run("jlist").lines().filter(l -> l.startsWith("[")).reduce((a, b) -> b).orElse("");
    List<String> all = new ArrayList<>();
    for (Json process : Json.read(list).items()) {
      if (process.get("name").text().equals(name)) {
        all.add(process.get("pm2_env").get("status").text());
      }
    }
    return all;
  }

  @Override
  public void close() throws IOException {
    Path pid = home.resolve("pm2.pid");
    if (Files.exists(pid)) {
      long daemon = Long.parseLong(Files.readString(pid).strip());
      run("kill");
      Until.isTrue("the daemon of PM2 ends", () -> !Procs.lives(daemon));
    }
  }
}
