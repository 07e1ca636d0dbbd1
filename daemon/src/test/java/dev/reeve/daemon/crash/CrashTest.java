package dev.reeve.daemon.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.EventItem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrashTest {
  private static EventItem exited(Map<String, String> detail) {
    return new EventItem("2026-11-21T07:00:00Z", 1, "api", 2, "exited", "why", "", detail);
  }

  @Test
  void onlyABadEndThatNobodyAskedForIsOne() {
    assertThat(Crash.is(exited(Map.of("code", "3", "ran_ms", "70")))).isTrue();
    assertThat(Crash.is(exited(Map.of("signal", "SIGSEGV", "ran_ms", "70")))).isTrue();
    assertThat(Crash.is(exited(Map.of("code", "0", "ran_ms", "70")))).isFalse();
    assertThat(Crash.is(exited(Map.of("signal", "SIGTERM")))).isFalse();
  }

  @Test
  void theBodySaysWhatIsKnown() {
    Crash crash = new Crash(exited(Map.of("code", "3", "ran_ms", "70")), 4);
    assertThat(new String(crash.body(9, "box", "", List.of("a", "b")), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"service":"api","instance":2,"exit_code":3,"reason":"why","runtime_ms":70,\
            "error_restarts":9,"crashes":4,"timestamp":"2026-11-21T07:00:00Z","host":"box",\
            "log":"a\\nb"}\
            """);
    Crash killed = new Crash(exited(Map.of("signal", "SIGKILL", "ran_ms", "70")), 1);
    assertThat(new String(killed.body(0, "box", "mend it", List.of()), StandardCharsets.UTF_8))
        .contains("\"exit_signal\":\"SIGKILL\"", "\"hint\":\"mend it\"")
        .doesNotContain("exit_code", "log");
  }

  /** The second test case of RFC 4231. */
  @Test
  void theSignatureIsThatOfTheStandard() {
    byte[] body = "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII);
    assertThat(Signature.of(body, "Jefe"))
        .isEqualTo("sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  }
}
