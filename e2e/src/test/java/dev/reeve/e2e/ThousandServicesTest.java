package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A thousand services come and go, and the daemon is as it was before. */
@EndToEnd
class ThousandServicesTest {
  private static final int SERVICES = 1000;

  @Test
  void aThousandServicesLeaveNothingBehind(Reeve reeve) {
    // Once through everything with a few, so that what is loaded or begun only once is there.
    declare(reeve, 3);
    roundTrip(reeve, 3);
    Procs.Proc daemon = Procs.find(reeve.daemon()).orElseThrow();
    int threads = daemon.threads();
    int descriptors = daemon.descriptors();

    declare(reeve, SERVICES);
    roundTrip(reeve, SERVICES);
    assertThat(reeve.daemon()).isEqualTo(daemon.pid());
    Until.holds(() -> {
      assertThat(daemon.descriptors()).as("open files").isLessThanOrEqualTo(descriptors);
      // The JVM starts and ends threads of its own, such as those that compile.
      assertThat(daemon.threads()).as("threads").isLessThanOrEqualTo(threads + 4);
    });
  }

  private static void roundTrip(Reeve reeve, int count) {
    reeve.run("start", "reeve.yaml").ok();
    List<Json> services = reeve.run("list", "--json").ok().json().items();
    assertThat(services).hasSize(count);
    assertThat(services).allMatch(service -> service.get("state").text().equals("running"));
    assertThat(reeve.run("list").ok().lines()).hasSize(count + 1);
    assertThat(reeve.processes().stream().filter(process -> process.name().equals("sleep")))
        .hasSize(count);

    reeve.run("stop", "all").ok();
    int daemon = reeve.daemon();
    assertThat(reeve.processes())
        .as("only the daemon and its keeper are left")
        .allMatch(
            process -> process.pid() == daemon || process.commandLine().contains("/lib/keep "));
    assertThat(Procs.childrenOf(daemon)).as("zombies").isEmpty();
    assertThat(reeve.run("list", "--json").ok().json().items())
        .hasSize(count)
        .allMatch(service -> service.get("state").text().equals("stopped"));
    reeve.run("delete", "all").ok();
    assertThat(reeve.run("list", "--json").ok().json().items()).isEmpty();
  }

  private static void declare(Reeve reeve, int count) {
    reeve.write(
        "reeve.yaml",
        IntStream.range(0, count)
            .mapToObj(i -> "  s%d: { command: sleep 1000, startup_grace: 0s }\n".formatted(i))
            .collect(Collectors.joining("", "services:\n", "")));
  }
}
