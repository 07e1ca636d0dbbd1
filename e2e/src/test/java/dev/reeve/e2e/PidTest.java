package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A deep look at processes, of services and of others, with a daemon and without. */
@EndToEnd
class PidTest {
  @Test
  void aProcessOfAServiceIsKnownAsSuch(Reeve reeve) {
    reeve.sleeper("one", "--instances", "2", "--env", "API_TOKEN=hush");
    int pid = reeve.pid("one");
    reeve
        .run("pid", "" + pid)
        .ok()
        .prints("service       one", "instance      1", "output ", "API_TOKEN=******");
    reeve.run("pid", "" + pid, "--env", "--reveal").ok().prints("API_TOKEN=hush");
    Json json = reeve.run("pid", "" + pid, "--json").ok().json();
    assertThat(json.get("pid").number()).isEqualTo(pid);
    assertThat(json.get("reeve").get("service").text()).isEqualTo("one");
    assertThat(json.get("reeve").get("known_from").text()).isEqualTo("daemon");
    assertThat(json.get("process").get("command").at(0).text()).endsWith("sleep");
    assertThat(json.get("files").items()).isNotEmpty();
    reeve.run("rename", "one", "two").ok();
    reeve.run("pid", "" + pid).ok().prints("service       two");
    reeve.run("kill", "--keep-services").ok();
    reeve.run("pid", "" + pid).ok().prints("service       one", "no daemon was asked");
    assertThat(Files.exists(reeve.socket())).as("no daemon is started for it").isFalse();
    reeve.run("list").ok(); // a daemon that ends what is left
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--tree", "--fds", "--env", "--net", "--raw"})
  void anyProcessCanBeLookedAt(String part, @Shared Reeve reeve) {
    String pid = "" + ProcessHandle.current().pid();
    Result result = part.isEmpty() ? reeve.run("pid", pid) : reeve.run("pid", pid, part);
    assertThat(result.ok().lines()).hasSizeGreaterThan(1);
  }

  @Test
  void whatEndsIsToldOfAsGone(@Shared Reeve reeve) throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    reeve.run("pid", "" + process.pid()).exits(1).says("there is no such process");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 80})
  void noLineIsWrappedInATerminal(int columns, Reeve reeve) {
    reeve.sleeper("one");
    try (Terminal terminal = new Terminal(reeve, columns, 50)) {
      for (String part : new String[] {"--tree", "--fds", "--net"}) {
        terminal.type("reeve pid " + reeve.pid("one") + " " + part);
        assertThat(terminal.exit()).isZero();
        terminal.awaitNoLineWrapped();
      }
    }
  }
}
