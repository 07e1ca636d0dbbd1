package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Members of a group that the configuration lets in, and everybody else. */
@EndToEnd
class AllowGroupTest {
  private static final String[] MEMBER = {
    "setpriv", "--reuid", "nobody", "--regid", "nogroup", "--init-groups"
  };
  private static final String[] STRANGER = {
    "setpriv", "--reuid", "daemon", "--regid", "daemon", "--init-groups"
  };

  @BeforeEach
  void root() {
    Root.needed("become another user");
  }

  private static Reeve daemon(Reeve reeve, String setting) throws Exception {
    Files.createDirectories(reeve.home());
    Files.writeString(
        reeve.home().resolve("reeve.yaml"),
        "daemon: {allow_group: " + setting + "}\nservices: {a: {command: sleep 1000}}\n");
    reeve.run("boot").ok();
    Until.holds(() -> assertThat(reeve.run("is-running", "a").exit()).isZero());
    return reeve;
  }

  @Test
  void membersOperateAndDoNotConfigure(Reeve reeve) throws Exception {
    Reeve member = daemon(reeve, "nogroup").through(MEMBER);
    member.run("list").ok().prints("a", "running");
    member.run("restart", "a").ok();
    member.run("logs", "a").ok();
    assertThat(reeve.run("history", "a", "--json").ok().stdout()).contains("\"nobody\"");
    member
        .run("start", "--name", "b", "--", "sleep", "1000")
        .exits(5)
        .says("user nobody may only operate this daemon, and this is for its admin");
    member.run("env", "a").exits(5);
    member.run("kill").exits(5);
    reeve.through(STRANGER).run("list").exits(5).says("belongs to another user");
    assertThat(reeve.run("is-running", "a").exit()).isZero();

    reeve.run("reboot").ok();
    member.run("stop", "a").ok();
  }

  @Test
  void theirRoleCanBeDeclared(Reeve reeve) throws Exception {
    Reeve member = daemon(reeve, "{name: nogroup, role: viewer}").through(MEMBER);
    member.run("list").ok();
    member.run("stop", "a").exits(5).says("user nobody may only look at this daemon");
  }

  @Test
  void aGroupThatDoesNotExistLetsNobodyInAndIsTold(Reeve reeve) throws Exception {
    daemon(reeve, "no-such-group").through(MEMBER).run("list").exits(5);
    assertThat(reeve.run("events", "--json").ok().stdout())
        .contains("cannot let group no-such-group in", "there is no group 'no-such-group'");
  }

  @Test
  void theSettingCountsInTheFileOfTheHomeOnly(Reeve reeve) {
    reeve.write("reeve.yaml", "daemon: {allow_group: ops}\nservices: {a: {command: sleep 1000}}\n");
    reeve.run("check").ok().says("'daemon.allow_group' counts in " + reeve.home());
  }
}
