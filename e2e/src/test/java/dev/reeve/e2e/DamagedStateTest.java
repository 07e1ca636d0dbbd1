package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A bad or half-written file never empties a good one. */
@EndToEnd
class DamagedStateTest {
  private static Path state(Reeve reeve) {
    return reeve.home().resolve("state/state.json");
  }

  /** Two services, and so many changes after them that older generations know both. */
  private static void prepare(Reeve reeve) {
    reeve.sleeper("one").sleeper("two", "--instances", "2");
    for (int i = 0; i < 3; i++) {
      reeve.run("disable", "one").ok();
      reeve.run("enable", "one").ok();
    }
  }

  @Test
  void ofAFileCutAnywhereAnOlderGenerationIsUsed(Reeve reeve) throws Exception {
    prepare(reeve);
    int one = reeve.pid("one");
    int two = reeve.pid("two");
    for (double where : new double[] {0, 0.001, 0.3, 0.5, 0.9, 0.999}) {
      reeve.run("kill", "--keep-services").ok();
      byte[] whole = Files.readAllBytes(state(reeve));
      Files.write(state(reeve), Arrays.copyOf(whole, (int) (whole.length * where)));
      assertThat(reeve.pid("one")).as("cut at %s", where).isEqualTo(one);
      assertThat(reeve.pid("two")).isEqualTo(two);
      assertThat(reeve.processes("two")).hasSize(2);
      assertThat(reeve.run("events", "--json").ok().stdout())
          .contains("state-damaged", "state.json: is not complete: it has no checksum");
    }
    assertThat(reeve.reasons("one", "started")).as("never started again").hasSize(1);
    reeve.run("logs", "-d").ok().prints("cannot use", "state.json");
  }

  @Test
  void aFileInWhichSomethingWasChangedIsNotBelieved(Reeve reeve) throws Exception {
    prepare(reeve);
    int one = reeve.pid("one");
    reeve.run("kill", "--keep-services").ok();
    String text = Files.readString(state(reeve));
    Files.writeString(state(reeve), text.replace("\"up\"", "\"do\""));
    assertThat(reeve.pid("one")).isEqualTo(one);
    assertThat(reeve.run("events", "--json").ok().stdout()).contains("is damaged: its checksum");
  }

  @Test
  void ofWhatIsNewerThanTheGenerationThatIsLeftNothingRunsUnsupervised(Reeve reeve)
      throws Exception {
    reeve.sleeper("known");
    reeve.run("kill", "--keep-services").ok();
    byte[] old = Files.readAllBytes(state(reeve));
    reeve.sleeper("newer", "--instances", "2").sleeper("newest");
    int known = reeve.pid("known");
    reeve.run("kill", "--keep-services").ok();
    damageAll(reeve);
    Files.write(state(reeve).resolveSibling("state.json.4"), old);
    assertThat(reeve.pid("known")).isEqualTo(known);
    Until.isTrue("strangers are ended", () -> reeve.processes("newer").isEmpty());
    Until.isTrue("strangers are ended", () -> reeve.processes("newest").isEmpty());
    assertThat(reeve.run("events", "--json").ok().stdout())
        .contains("state-damaged", "a process of an unknown service was found; ending it");
    assertThat(reeve.pid("known")).isEqualTo(known);
  }

  @Test
  void whenEveryGenerationIsDamagedItIsSaidAndTheDaemonWorksOn(Reeve reeve) throws Exception {
    reeve.sleeper("one").sleeper("two");
    reeve.run("kill", "--keep-services").ok();
    // As if the ledger had been on the same disk.
    Files.delete(reeve.home().resolve("run/instances"));
    damageAll(reeve);
    assertThat(reeve.run("list", "--json").ok().json().items()).isEmpty();
    assertThat(reeve.run("events", "--json").ok().stdout()).contains("state-damaged");
    Until.isTrue("strangers are ended", () -> reeve.processes("one").isEmpty());
    Until.isTrue("strangers are ended", () -> reeve.processes("two").isEmpty());
    reeve.sleeper("one");
    assertThat(reeve.processes("one")).hasSize(1);
  }

  private static void damageAll(Reeve reeve) throws IOException {
    try (var files = Files.newDirectoryStream(state(reeve).getParent(), "state.json*")) {
      for (Path file : files) {
        Files.writeString(file, "{\"version\":1,\"services\":[");
      }
    }
  }

  @Test
  void aHalfWrittenNewFileIsIgnored(Reeve reeve) throws Exception {
    reeve.sleeper("one");
    int one = reeve.pid("one");
    reeve.run("kill", "--keep-services").ok();
    Files.writeString(state(reeve).resolveSibling("state.json.new"), "{\"version\":1,");
    assertThat(reeve.pid("one")).isEqualTo(one);
    reeve.run("disable", "one").ok();
  }

  @Test
  void aJournalThatEndsInTheMiddleOfARecordIsReadUpToThere(Reeve reeve) throws Exception {
    reeve.sleeper("one");
    reeve.run("restart", "one").ok();
    reeve.run("kill", "--keep-services").ok();
    Path newest = newest(reeve.home().resolve("state/journal"));
    byte[] whole = Files.readAllBytes(newest);
    Files.write(newest, Arrays.copyOf(whole, whole.length - 25));
    assertThat(reeve.reasons("one", "started")).hasSize(2);
    reeve.run("restart", "one").ok();
    assertThat(reeve.reasons("one", "started")).hasSize(3);
    String text = new String(Files.readAllBytes(newest), StandardCharsets.UTF_8);
    assertThat(text).startsWith(new String(whole, 0, whole.length / 2, StandardCharsets.UTF_8));
  }

  private static Path newest(Path folder) throws IOException {
    Path newest = null;
    try (var files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        newest = newest == null || file.compareTo(newest) > 0 ? file : newest;
      }
    }
    return newest;
  }

  @Test
  void whatIsLostOfTheRunFolderIsFoundAgainByItsMark(Reeve reeve) throws Exception {
    reeve.sleeper("one", "--instances", "2");
    int one = reeve.pid("one");
    int daemon = reeve.daemon();
    // The ledger is gone, as if the daemon had been killed before it could write.
    Files.delete(reeve.home().resolve("run/instances"));
    assertThat(Procs.kill(daemon)).isTrue();
    Until.isTrue("another daemon", () -> reeve.run("ping").exit() == 0);
    assertThat(reeve.pid("one")).isEqualTo(one);
    assertThat(reeve.processes("one")).hasSize(2);
  }
}
