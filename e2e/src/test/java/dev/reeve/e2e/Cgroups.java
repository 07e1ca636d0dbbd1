package dev.reeve.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine's tree of control groups of version 2; see cgroups(7). */
final class Cgroups {
  private Cgroups() {}

  /** Where it is; a test that wants one is skipped where root may not write it. */
  static Path mount() {
    try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"))) {
      Optional<Path> tree =
          mounts
              .map(line -> line.split(" ", -1))
              .filter(words -> words[2].equals("cgroup2"))
              .map(words -> Path.of(words[1]))
              .findFirst();
      assumeTrue(
          tree.isPresent() && Root.is() && Files.isWritable(tree.get().resolve("cgroup.procs")),
          "only root can make control groups, in a tree of version 2");
      return tree.orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The group of a process. */
  static Path of(int pid) {
    Path tree = mount();
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/cgroup"))) {
      String path = lines.filter(line -> line.startsWith("0::")).findFirst().orElse("0::/");
      return tree.resolve(path.substring("0::/".length()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
