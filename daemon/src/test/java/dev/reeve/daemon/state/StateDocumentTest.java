package dev.reeve.daemon.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Wire;
import dev.reeve.core.engine.Desired;
import dev.reeve.core.engine.Exit;
import dev.reeve.core.engine.Health;
import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.Memory;
import dev.reeve.core.engine.RolloutView;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.core.engine.State;
import dev.reeve.core.engine.UserFlag;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.SpecReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StateDocumentTest {
  private static final Instant AT = Instant.parse("2026-11-20T22:31:23.123456789Z");

  private static ServiceSpec spec(String name) {
    return SpecReader.read(
            name,
            Map.of("command", List.of("sleep", "1"), "env", Map.of("A", "b c"), "once", true),
            Path.of("/srv"))
        .spec()
        .orElseThrow();
  }

  private static ServiceView view(String name, Desired desired, State state, Exit exit) {
    InstanceView instance =
        new InstanceView(
            new InstanceId(name, 1),
            state,
            Health.UNKNOWN,
            7,
            null,
            AT,
            3,
            "because \"of\" it",
            new InstanceView.LastExit(exit, AT, 6),
            desired,
            List.of());
    return new ServiceView(4, spec(name), desired, List.of(instance));
  }

  private static Remembered roundTrip(ServiceView... views) throws Exception {
    String json = new StateDocument("boot", List.of()).write(List.of(views), true, 9);
    return StateDocument.read(Wire.readTree(json));
  }

  @Test
  void everythingComesBack() throws Exception {
    Remembered read = roundTrip(view("api", Desired.UP, State.COMPLETED, new Exit.Code(3)));
    assertThat(read.bootId()).isEqualTo("boot");
    assertThat(read.halted()).isTrue();
    assertThat(read.nextId()).isEqualTo(9);
    assertThat(read.complaints()).isEmpty();
    assertThat(read.services())
        .containsExactly(
            new Memory.Kept(
                4,
                spec("api"),
                Desired.UP,
                List.of(
                    new Memory.KeptInstance(
                        1,
                        State.COMPLETED,
                        7,
                        3,
                        "because \"of\" it",
                        new InstanceView.LastExit(new Exit.Code(3), AT, 6),
                        Desired.UP))));
  }

  @Test
  void theFileThatDeclaresAServiceComesBack() throws Exception {
    ServiceView view = view("api", Desired.UP, State.STOPPED, new Exit.Unknown());
    assertThat(roundTrip(view).services().getFirst().source()).isEmpty();
    ServiceView declared =
        new ServiceView(
            4,
            view.spec(),
            view.desired(),
            view.instances(),
            "/srv/reeve.yaml",
            Optional.empty(),
            List.of());
    assertThat(roundTrip(declared).services().getFirst().source()).isEqualTo("/srv/reeve.yaml", "");
  }

  @Test
  void flagsComeBackWithTheirTimes() throws Exception {
    ServiceView view = view("api", Desired.UP, State.STOPPED, new Exit.Unknown());
    List<UserFlag> flags =
        List.of(new UserFlag("hold", null, "joe"), new UserFlag("soon", AT, "cli (root)"));
    ServiceView flagged =
        new ServiceView(
            4, view.spec(), view.desired(), view.instances(), "", Optional.empty(), flags);
    assertThat(roundTrip(flagged).services().getFirst().flags()).isEqualTo(flags);
    assertThat(roundTrip(view).services().getFirst().flags()).isEmpty();
  }

  @Test
  void aRolloutThatIsUnderWayComesBack() throws Exception {
    ServiceView view = view("api", Desired.UP, State.RUNNING, new Exit.Unknown());
    RolloutView rollout =
        new RolloutView("restarted by cli (root)", 3, new TreeMap<>(Map.of(2, 7L, 3, 1L << 40)), 1);
    ServiceView rolling =
        new ServiceView(
            4, view.spec(), view.desired(), view.instances(), "", Optional.of(rollout), List.of());
    assertThat(roundTrip(rolling).services().getFirst().rollout()).contains(rollout);
    assertThat(roundTrip(view).services().getFirst().rollout()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Desired.class)
  void everyWishComesBack(Desired desired) throws Exception {
    Remembered read = roundTrip(view("api", desired, State.STOPPED, new Exit.Unknown()));
    assertThat(read.services().getFirst().desired()).isEqualTo(desired);
    assertThat(read.services().getFirst().instances().getFirst().desired()).isEqualTo(desired);
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void everyStateComesBack(State state) throws Exception {
    Remembered read = roundTrip(view("api", Desired.UP, state, new Exit.Signalled("KILL", true)));
    Memory.KeptInstance instance = read.services().getFirst().instances().getFirst();
    assertThat(instance.state()).isEqualTo(state);
    assertThat(instance.lastExit().exit()).isEqualTo(new Exit.Signalled("KILL", true));
  }

  @Test
  void aServiceThatCannotBeReadIsKeptForAProgramThatCan() throws Exception {
    String json =
        """
        {"version":7,"boot_id":"b","next_id":3,"services":[
          {"id":1,"name":"api","desired":"up","spec":{"command":"sleep 1","cwd":"/"},"instances":[]},
          {"id":2,"name":"new","desired":"up","spec":{"command":"x","cwd":"/","teleport":true}}]}
        """;
    Remembered read = StateDocument.read(Wire.readTree(json));
    assertThat(read.services()).hasSize(1);
    assertThat(read.complaints()).containsExactly("service 'new': unknown field 'teleport'");
    String written = new StateDocument("b", read.unreadable()).write(List.of(), false, 3);
    assertThat(written).contains("\"teleport\":true").contains("\"id\":2");
  }

  /** The document of the first release, which every later one must read. */
  @Test
  void theStateOfVersionOneLoads() throws Exception {
    String json =
        new String(
            StateDocumentTest.class.getResourceAsStream("/state-0.1.0.json").readAllBytes(),
            java.nio.charset.StandardCharsets.UTF_8);
    Remembered read = StateDocument.read(Wire.readTree(json));
    assertThat(read.complaints()).isEmpty();
    assertThat(read.services()).extracting(k -> k.spec().name()).containsExactly("web", "fork");
    assertThat(read.services().getFirst().instances()).hasSize(2);
  }
}
