package dev.reeve.daemon.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.EventItem;
import dev.reeve.core.engine.InstanceId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final InstanceId API = new InstanceId("api", 1);

  private final Tally tally = new Tally();
  private int second;

  private void happens(String event, String reason, Map<String, String> detail) {
    happens("api", 1, event, reason, detail);
  }

  private void happens(
      String service, int instance, String event, String reason, Map<String, String> detail) {
    String at = "2026-11-21T07:00:%02dZ".formatted(second++);
    tally.written(List.of(new EventItem(at, 1, service, instance, event, reason, "", detail)));
  }

  private void happens(String event) {
    happens(event, "", Map.of());
  }

  @Test
  void aCrashLoopIsCountedAndForgivenWhenSomebodyAsks() {
    happens("started", "started by cli (root)", Map.of());
    happens("exited", "", Map.of("code", "3", "ran_ms", "70"));
    happens("restarting", "", Map.of("attempt", "1"));
    happens("started", "restarted (exit code 3)", Map.of());
    happens("exited", "", Map.of("code", "0", "ran_ms", "80"));
    happens("restarting", "", Map.of("attempt", "2"));
    happens("started", "restarted (exit code 0)", Map.of());
    assertThat(tally.of(API)).isEqualTo(new Tally.Counts(3, 0, 1, 0, 0, 1, 1, 2, 80));
    happens("stopping", "restarted by cli (root)", Map.of());
    happens("exited", "", Map.of("signal", "SIGTERM"));
    happens("started", "restarted by cli (root)", Map.of());
    assertThat(tally.of(API)).isEqualTo(new Tally.Counts(4, 1, 1, 1, 0, 1, 1, 0, 2000));
  }

  @Test
  void aChangeOfFilesIsAnotherCauseThanSomebody() {
    happens("started");
    happens("stopping", "restarted by watch (a.js changed)", Map.of());
    happens("exited");
    happens("started", "restarted by watch (a.js changed)", Map.of());
    assertThat(tally.of(API).watchRestarts()).isEqualTo(1);
    assertThat(tally.of(API).askedRestarts()).isZero();
  }

  @Test
  void aStopOfWhatWaitsForItsRestartCancelsIt() {
    happens("started");
    happens("exited", "", Map.of("code", "1", "ran_ms", "5"));
    happens("restarting", "", Map.of("attempt", "1"));
    happens("stopped");
    assertThat(tally.oddities()).isEqualTo(new Tally.Oddities(0, 0, 1));
    assertThat(tally.of(API).stops()).isEqualTo(1);
    happens("started", "started by cli", Map.of());
    assertThat(tally.of(API).ownRestarts()).isZero();
  }

  @Test
  void aRestartThatIsAskedForDuringTheDelayIsNotItsOwn() {
    happens("started");
    happens("exited", "", Map.of("code", "1", "ran_ms", "5"));
    happens("restarting", "", Map.of("attempt", "1"));
    happens("started", "restarted by cli (root)", Map.of());
    assertThat(tally.of(API)).isEqualTo(new Tally.Counts(2, 0, 1, 1, 0, 0, 0, 0, 5));
  }

  @Test
  void aStopThatWaitsForDependantsIsOne() {
    happens("started");
    happens("stopping", "stopped by cli, waiting for web to stop", Map.of());
    happens("stopping", "stopped by cli", Map.of());
    happens("exited", "", Map.of("signal", "SIGTERM"));
    happens("stopped");
    assertThat(tally.of(API).stops()).isEqualTo(1);
    assertThat(tally.of(API).crashes()).isZero();
  }

  @Test
  void countsFollowANameAndGoWithTheService() {
    happens("started");
    happens("web", 0, "renamed", "", Map.of("from", "api"));
    assertThat(tally.of(API)).isEqualTo(Tally.Counts.NONE);
    assertThat(tally.of(new InstanceId("web", 1)).starts()).isEqualTo(1);
    happens("web", 2, "started", "", Map.of());
    happens("web", 2, "removed", "", Map.of());
    assertThat(tally.of(new InstanceId("web", 2)).starts()).isZero();
    happens("web", 0, "deleted", "", Map.of());
    assertThat(tally.of(new InstanceId("web", 1)).starts()).isZero();
  }

  @Test
  void whatShouldNotBeThereIsCounted() {
    happens("", 0, "stray", "", Map.of());
    happens("", 0, "unexpected", "", Map.of());
    happens("unexpected");
    assertThat(tally.oddities()).isEqualTo(new Tally.Oddities(2, 1, 0));
  }
}
