package dev.reeve.daemon.diagnosis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.SpecReader;
import dev.reeve.linux.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Programs that are run for real, in a folder, and what is found out about their end. */
final class Real {
  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();

  Real(Path folder) {
    this.folder = folder;
    environment.put(
        "PATH", Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH"));
    environment.put("HOME", folder.toString());
    environment.put("LC_ALL", "C.UTF-8");
  }

  Real with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /** Skips the test, with the reason, where a program is not installed. */
  static void needed(String program) {
    assumeTrue(
        Programs.resolve(program, System.getenv("PATH"), Path.of("/"))
            instanceof Programs.Result.Found,
        program + " is not installed");
  }

  /** A service that runs these words here. */
  Scene scene(String... words) {
    needed(words[0]);
    ServiceSpec spec =
        SpecReader.read("api", Map.of("command", List.of(words), "cwd", folder.toString()), folder)
            .spec()
            .orElseThrow();
    Path program =
        Programs.resolve(words[0], environment.getOrDefault("PATH", ""), folder)
                instanceof Programs.Result.Found(Path found)
            ? found
            : Path.of(words[0]);
    return new Scene(spec, program, List.of(words), environment);
  }

  /** What is found out once these words have been run. */
  Optional<Finding> run(String... words) throws Exception {
    return run(scene(words));
  }

  Optional<Finding> run(Scene scene) throws Exception {
    Path err = Files.createTempFile(folder, "stderr", ".txt");
    Process process = start(scene.words(), err);
    process.getInputStream().readAllBytes();
    process.waitFor();
    return new Diagnosis(Path.of("/nowhere")).ofDeath(scene, Files.readAllLines(err), this::errand);
  }

  /** The hint of a finding that must be there. */
  String hint(String... words) throws Exception {
    return run(words).orElseThrow().hint();
  }

  /** What is missing beforehand. */
  Optional<Finding> before(String... words) throws Exception {
    return new Diagnosis(Path.of("/nowhere")).ofStart(scene(words), this::errand);
  }

  Optional<String> errand(List<String> words) {
    try {
      Process process = start(words, Path.of("/dev/null"));
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.of(text) : Optional.empty();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Process start(List<String> words, Path err) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }
}
