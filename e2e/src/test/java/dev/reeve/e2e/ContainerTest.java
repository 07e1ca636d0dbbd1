package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reeve as the first process of a process namespace, as in a container. */
@EndToEnd
class ContainerTest {
  private static final int TERM = 15;
  private static final int INT = 2;

  @BeforeEach
  void asRoot() {
    Root.needed("make a process namespace");
  }

  /** What runs in a container, seen from outside. */
  private record Container(Process unshare, Path output) implements AutoCloseable {
    String said() throws IOException {
      return Files.readString(output);
    }

    /** The process that is 1 within. */
    int first() {
      Until.isTrue(
          "the container has a first process",
          () -> Procs.childrenOf((int) unshare.pid()).size() == 1);
      return Procs.childrenOf((int) unshare.pid()).getFirst().pid();
    }

    void awaitSaid(String text) {
      Until.isTrue("it says " + text, () -> said().contains(text));
    }

    /** Its exit code; what it said if it does not end. */
    int exit() throws IOException, InterruptedException {
      assertThat(unshare.waitFor(60, TimeUnit.SECONDS)).as(said()).isTrue();
      return unshare.exitValue();
    }

    @Override
    public void close() {
      unshare.destroyForcibly();
    }
  }

  private static Container container(Reeve reeve, String program, String... words)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of("unshare", "--pid", "--fork", "--mount-proc", "--kill-child"));
    command.add(Reeve.PRODUCT.resolve("bin").resolve(program).toString());
    command.addAll(List.of(words));
    Path output = reeve.folder().resolve("container.out");
    Process unshare =
        reeve
            .builder(List.of())
            .command(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new Container(unshare, output);
  }

  @Test
  void itEndsWithTheExitCodeOfTheEssentialServiceAfterTheOthersHaveEnded(Reeve reeve)
      throws Exception {
    reeve.write(
        "reeve.yaml",
        """
        services:
          helper:
            command: [sh, -c, "trap 'echo helper ended well; exit 0' TERM; echo up; while :; do sleep 0.1; done"]
          main:
            command: [sh, -c, "sleep 0.5; exit 7"]
            restart: never
            essential: true
            depends_on: [helper]
        """);
    try (Container container = container(reeve, "reeve", "up", "reeve.yaml")) {
      assertThat(container.exit()).as(container.said()).isEqualTo(7);
      assertThat(container.said())
          .contains("main has ended, and is essential")
          .contains("helper ended well");
    }
    assertThat(reeve.processes()).isEmpty();
  }

  @Test
  void anEssentialServiceThatIsDoneEndsItWellAndOneThatIsKilledDoesNot(Reeve reeve)
      throws Exception {
    for (String[] each : new String[][] {{"exit 0", "0"}, {"kill -9 $$", "137"}}) {
      reeve.write(
          "reeve.yaml",
          """
          services:
            helper: { command: sleep 1000 }
            main: { command: [sh, -c, "%s"], restart: never, essential: true }
          """
              .formatted(each[0]));
      try (Container container = container(reeve, "reeve", "up", "reeve.yaml")) {
        assertThat(container.exit()).as(container.said()).isEqualTo(Integer.parseInt(each[1]));
      }
    }
  }

  @Test
  void aSignalEndsServicesInOrder(Reeve reeve) throws Exception {
    reeve.write(
        "reeve.yaml",
        """
        services:
          database:
            command: [sh, -c, "trap 'echo database ended; exit 0' TERM; echo database up; while :; do sleep 0.1; done"]
          app:
            command: [sh, -c, "trap 'sleep 0.3; echo app ended; exit 0' TERM; echo app up; while :; do sleep 0.1; done"]
            depends_on: [database]
        """);
    for (int signal : new int[] {TERM, INT}) {
      try (Container container = container(reeve, "reeve", "up", "reeve.yaml")) {
        container.awaitSaid("app up");
        assertThat(Procs.signal(container.first(), signal)).isTrue();
        assertThat(container.exit()).as(container.said()).isEqualTo(128 + signal);
        assertThat(container.said().indexOf("app ended"))
            .as(container.said())
            .isPositive()
            .isLessThan(container.said().indexOf("database ended"));
      }
    }
  }

  @Test
  void orphansOfOthersAreBuried(Reeve reeve) throws Exception {
    reeve.write("reeve.yaml", "services: { main: { command: [sh, -c, \"echo up; sleep 1000\"] } }");
    try (Container container = container(reeve, "reeve", "up", "reeve.yaml")) {
      container.awaitSaid("up");
      int first = container.first();
      // A shell that is no child of the container's leaves twenty orphans there that end at once.
      Process intruder =
          new ProcessBuilder(
                  "nsenter",
                  "-t",
                  Integer.toString(first),
                  "-p",
                  "sh",
                  "-c",
                  "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do (sleep 0.2 &) ; done")
              .inheritIO()
              .start();
      assertThat(intruder.waitFor()).isZero();
      Until.isTrue(
          "process 1 has no zombies and none of the orphans",
          () ->
              Procs.childrenOf(first).stream()
                  .noneMatch(child -> child.isZombie() || child.name().equals("sleep")));
      assertThat(Procs.signal(first, TERM)).isTrue();
      assertThat(container.exit()).isEqualTo(143);
    }
  }

  @Test
  void theDaemonItselfMayBeTheFirstProgramAndBeReplaced(Reeve reeve) throws Exception {
    Files.createDirectories(reeve.home());
    Files.writeString(
        reeve.home().resolve("reeve.yaml"),
        """
        services:
          main:
            command: [sh, -c, "trap 'echo ended well; exit 0' TERM; echo up; while :; do sleep 0.1; done"]
        """);
    try (Container container = container(reeve, "reeved")) {
      Until.isTrue("main writes", () -> reeve.logged("main").contains("up"));
      int first = container.first();
      Reeve within = reeve.through("nsenter", "-t", Integer.toString(first), "-p", "-m");
      int service = within.pid("main");
      within.run("reboot").ok().prints("the daemon is replaced");
      assertThat(within.pid("main")).isEqualTo(service);
      assertThat(Procs.signal(first, TERM)).isTrue();
      assertThat(container.exit()).as(container.said()).isZero();
    }
    assertThat(reeve.logged("main")).endsWith("ended well\n");
  }
}
