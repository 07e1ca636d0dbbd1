package dev.reeve.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HomeTest {
  @Test
  void reeveHomePutsEverythingUnderIt() {
    Home home = Home.of(Map.of("REEVE_HOME", "/x"), true);
    assertThat(home.config()).isEqualTo(Path.of("/x/reeve.yaml"));
    assertThat(home.state()).isEqualTo(Path.of("/x/state"));
    assertThat(home.logs()).isEqualTo(Path.of("/x/logs"));
    assertThat(home.socket()).isEqualTo(Path.of("/x/run/reeve.sock"));
  }

  @Test
  void rootHasThePlacesOfTheSystem() {
    Home home = Home.of(Map.of("HOME", "/root", "XDG_RUNTIME_DIR", "/run/user/0"), true);
    assertThat(home.config()).isEqualTo(Path.of("/etc/reeve/reeve.yaml"));
    assertThat(home.state()).isEqualTo(Path.of("/var/lib/reeve"));
    assertThat(home.logs()).isEqualTo(Path.of("/var/log/reeve"));
    assertThat(home.run()).isEqualTo(Path.of("/run/reeve"));
  }

  @Test
  void homesBesideEachOtherHaveDifferentControlGroups() {
    String one = Home.of(Map.of("REEVE_HOME", "/srv/a"), false).groupName();
    assertThat(one).matches("reeve-[0-9a-f]{16}");
    assertThat(Home.of(Map.of("REEVE_HOME", "/srv/b"), false).groupName()).isNotEqualTo(one);
    assertThat(Home.of(Map.of("REEVE_HOME", "/srv/a/"), true).groupName()).isEqualTo(one);
  }

  @Test
  void theHomeOfTheMachineCanBeNamedByOthers() {
    assertThat(Home.of(Map.of("REEVE_HOME", "/var/lib/reeve/"), false))
        .isEqualTo(Home.of(Map.of(), true));
  }

  @Test
  void othersHaveThoseOfTheXdgSpecification() {
    Home home = Home.of(Map.of("HOME", "/home/u", "XDG_RUNTIME_DIR", "/run/user/5"), false);
    assertThat(home.config()).isEqualTo(Path.of("/home/u/.config/reeve/reeve.yaml"));
    assertThat(home.state()).isEqualTo(Path.of("/home/u/.local/state/reeve"));
    assertThat(home.run()).isEqualTo(Path.of("/run/user/5/reeve"));
    Home bare = Home.of(Map.of("HOME", "/home/u", "XDG_STATE_HOME", "relative"), false);
    assertThat(bare.state()).isEqualTo(Path.of("/home/u/.local/state/reeve"));
    assertThat(bare.run()).isEqualTo(Path.of("/home/u/.local/state/reeve/run"));
  }
}
