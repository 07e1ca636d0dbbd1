package dev.reeve.daemon.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.engine.Exit;
import dev.reeve.core.engine.State;
import dev.reeve.daemon.sampling.Look;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TelegrafTest {
  private static final Look.Figures FIGURES =
      new Look.Figures(1.2, 43.5, 25_296_896, 31_457_280, 1, 3, 9);

  private static Tally.Counts counts(long starts, long stops, long lastRun) {
    return new Tally.Counts(starts, stops, 0, 0, 0, 0, 0, 0, lastRun);
  }

  /** The example at the end of the chapter in GoPM's manual, with numbers of its own. */
  @Test
  void theLinesAreThoseOfTheManual() {
    Picture picture =
        new Scenes()
            .with(
                Scenes.spec("api", Map.of()),
                FIGURES,
                counts(1, 0, 0),
                Scenes.running("api", 1, 4521))
            .skipId()
            .with(
                Scenes.spec("cron", Map.of()),
                FIGURES,
                counts(1, 1, 600_000),
                Scenes.ended("cron", State.STOPPED, new Exit.Code(0)))
            .called("service.start", 4)
            .called("service.restart", 2)
            .picture();
    assertThat(new Telegraf("gopm").lines(picture))
        .containsExactly(
            "gopm,name=api,id=0,status=online pid=4521i,cpu=1.200000,memory=25296896i,"
                + "memory_peak=31457280i,uptime=3600i,child_count=0i,restarts=0i,start_count=1i,"
                + "stop_count=0i,crash_count=0i,user_restart_count=0i,supervisor_restart_count=0i,"
                + "instance=1i,last_exit_code=0i,last_run_duration_ms=0i,restarts_since_reset=0i,"
                + "in_restart_delay=false,log_bytes_written=4096i,log_rotations=0i,"
                + "listener_count=1i 1738800000000000000",
            "gopm,name=cron,id=2,status=stopped restarts=0i,start_count=1i,stop_count=1i,"
                + "crash_count=0i,user_restart_count=0i,supervisor_restart_count=0i,instance=1i,"
                + "last_exit_code=0i,last_run_duration_ms=600000i,restarts_since_reset=0i,"
                + "in_restart_delay=false,log_bytes_written=4096i,log_rotations=0i,"
                + "listener_count=0i 1738800000000000000",
            "gopm_daemon,host=nyc1 processes_total=2i,processes_online=1i,processes_stopped=1i,"
                + "processes_errored=0i,total_children=0i,daemon_uptime=86400i,rpc_errors=0i,"
                + "state_saves=42i,state_save_failures=0i,resurrect_count=1i,zombie_detections=0i,"
                + "monitor_stales=0i,restart_cancels=3i 1738800000000000000",
            "gopm_rpc,host=nyc1,method=service.start calls=4i 1738800000000000000",
            "gopm_rpc,host=nyc1,method=service.restart calls=2i 1738800000000000000");
  }

  @Test
  void whatFailedIsErroredAndWhatWaitsForItsRestartIsStopped() {
    Picture picture =
        new Scenes()
            .with(
                Scenes.spec("a", Map.of()),
                FIGURES,
                Tally.Counts.NONE,
                Scenes.ended("a", State.FAILED, new Exit.Code(3)))
            .with(
                Scenes.spec("b", Map.of()),
                FIGURES,
                Tally.Counts.NONE,
                Scenes.ended("b", State.BACKOFF, new Exit.Signalled("KILL", false)))
            .picture();
    List<String> lines = new Telegraf("reeve").lines(picture);
    assertThat(lines.get(0))
        .startsWith("reeve,name=a,id=0,status=errored ")
        .contains(",last_exit_code=3i,", ",in_restart_delay=false,");
    assertThat(lines.get(1))
        .startsWith("reeve,name=b,id=1,status=stopped ")
        .contains(",last_exit_code=-1i,", ",in_restart_delay=true,");
    assertThat(lines.get(2))
        .contains("processes_online=0i,processes_stopped=1i,processes_errored=1i");
  }

  @Test
  void instancesOfOneServiceHaveNamesAsInList() {
    Picture picture =
        new Scenes()
            .with(
                Scenes.spec("w", Map.of("instances", 2)),
                FIGURES,
                Tally.Counts.NONE,
                Scenes.running("w", 1, 5),
                Scenes.running("w", 2, 6))
            .picture();
    assertThat(new Telegraf("reeve").lines(picture))
        .anyMatch(line -> line.startsWith("reeve,name=w#1,id=0,status=online pid=5i,"))
        .anyMatch(line -> line.startsWith("reeve,name=w#2,id=0,status=online pid=6i,"));
  }

  @Test
  void whatMeansSomethingToTheProtocolIsEscaped() {
    assertThat(
            new InfluxLine("my, measure=ment")
                .tag("a b,c=d", "x y,z=1\"'")
                .tag("none", "")
                .field("f g", 1)
                .at(1))
        .isEqualTo("my\\,\\ measure=ment,a\\ b\\,c\\=d=x\\ y\\,z\\=1\"' f\\ g=1i 1000000");
    assertThat(new InfluxLine("m").tag("t", "a\nb\\").tag("u", "c:\\ d\\e").field("f", 1).at(1))
        .isEqualTo("m,t=a_b_,u=c:_\\ d\\e f=1i 1000000");
  }

  @Test
  void packetsAreFullButNotLargerThanTheyMayBeAndNoLineIsCut() {
    List<String> lines = new java.util.ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      lines.add("line %04d ".formatted(i) + "x".repeat(i % 300));
    }
    lines.add("é".repeat(2000));
    List<byte[]> packets = Packets.of(lines, 1400);
    assertThat(packets.stream().limit(packets.size() - 1L))
        .allMatch(packet -> packet.length <= 1400)
        .filteredOn(packet -> packet.length > 1000)
        .hasSizeGreaterThan(packets.size() - 10);
    assertThat(packets.getLast()).hasSize(4000);
    String all =
        String.join(
            "\n",
            packets.stream()
                .map(p -> new String(p, java.nio.charset.StandardCharsets.UTF_8))
                .toList());
    assertThat(all).isEqualTo(String.join("\n", lines));
    assertThat(Packets.of(List.of(), 1400)).isEmpty();
  }
}
