package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class UsersTest {
  @Test
  void aUserIsFoundByNameAndNumber() throws LinuxException {
    Users.User root = new Users.User("root", 0, 0, Path.of("/root"), "/bin/bash");
    assertThat(Users.byName("root").orElseThrow())
        .usingRecursiveComparison()
        .ignoringFields("shell")
        .isEqualTo(root);
    assertThat(Users.byUid(0)).isEqualTo(Users.byName("root"));
    Users.User nobody = Users.byName("nobody").orElseThrow();
    assertThat(nobody.uid()).isEqualTo(65_534);
    assertThat(nobody.shell()).endsWith("nologin");
  }

  @Test
  void anUnknownUserIsAbsent() throws LinuxException {
    assertThat(Users.byName("no-such-user")).isEmpty();
    assertThat(Users.byName("")).isEmpty();
    assertThat(Users.byName("ro\0ot")).isEmpty();
    assertThat(Users.byName("größe")).isEmpty();
    assertThat(Users.byUid(1_234_567)).isEmpty();
  }

  @Test
  void aGroupIsFoundByName() throws LinuxException {
    assertThat(Users.groupByName("root")).contains(0);
    assertThat(Users.groupByName("no-such-group")).isEmpty();
  }

  @Test
  void aMemberOfAGroupIsKnown() throws LinuxException {
    assertThat(Users.isMember("root", 0)).isTrue();
    assertThat(Users.isMember("nobody", Users.groupByName("nogroup").orElseThrow())).isTrue();
    assertThat(Users.isMember("nobody", 0)).isFalse();
    assertThat(Users.isMember("no-such-user", 0)).isFalse();
  }

  @Test
  void theEffectiveUserIsTheOneOfTheJvm() throws LinuxException {
    assertThat(Users.byUid(Users.effectiveUid()).orElseThrow().name())
        .isEqualTo(System.getProperty("user.name"));
  }
}
