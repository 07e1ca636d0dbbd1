package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Notes that people pin to services, and what becomes of them. */
@EndToEnd
class FlagsTest {
  private static List<String> flags(Reeve reeve) {
    return reeve.row("api").get("flags").items().stream().map(f -> f.get("name").text()).toList();
  }

  @Test
  void flagsOutliveTheDaemonAndAreTakenOff(Reeve reeve) {
    reeve.sleeper("api");
    reeve.run("flag", "api", "Hold,ticket-4711").ok();
    assertThat(flags(reeve)).containsExactly("hold", "ticket-4711");
    reeve.run("list").ok().prints("FLAGS", "hold ticket-4711");
    new DaemonKiller(reeve).kill();
    Until.holds(() -> assertThat(flags(reeve)).containsExactly("hold", "ticket-4711"));
    reeve.run("unflag", "api", "hold").ok();
    assertThat(flags(reeve)).containsExactly("ticket-4711");
    assertThat(reeve.reasons("api", "flagged").getFirst())
        .startsWith("flagged hold, ticket-4711 by ");
    assertThat(reeve.reasons("api", "unflagged")).hasSize(1);
  }

  @Test
  void aFlagWithATimeGoesByItself(Reeve reeve) {
    reeve.sleeper("api");
    reeve.run("flag", "api", "soon", "--ttl", "300ms").ok();
    Until.holds(() -> assertThat(flags(reeve)).isEmpty());
    assertThat(reeve.reasons("api", "flag-expired")).containsExactly("flag soon has had its time");
  }

  @Test
  void whatCannotBeAFlagIsRefused(Reeve reeve) {
    reeve.sleeper("api");
    reeve
        .run("flag", "api", "a b")
        .exits(1)
        .says("cannot flag api: 'a b' cannot be a flag", "up to 50 lower-case letters");
    reeve.run("flag", "api", "x", "--ttl", "99999d").exits(2);
    reeve.run("flag", "nope", "x").exits(3);
    assertThat(flags(reeve)).isEmpty();
  }
}
