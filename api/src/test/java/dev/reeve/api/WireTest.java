package dev.reeve.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {
  @Test
  void namesAreWrittenWithUnderscoresAndNullsAreWritten() {
    String json =
        Wire.write(
            new ServiceRow.InstanceRow(
                1,
                null,
                "stopped",
                "unknown",
                null,
                null,
                0,
                null,
                null,
                0,
                "",
                null,
                List.of("x"),
                null));
    assertThat(json)
        .isEqualTo(
            "{\"instance\":1,\"pid\":null,\"state\":\"stopped\",\"health\":\"unknown\","
                + "\"started_at\":null,\"uptime_ms\":null,\"restarts\":0,\"cpu_percent\":null,"
                + "\"memory_bytes\":null,\"processes\":0,\"reason\":\"\",\"last_exit\":null,\"troubles\":[\"x\"],\"hint\":null}");
  }

  @Test
  void aMessageIsOneLine() {
    assertThat(Wire.write(new LogLine(null, "a\nb", 1, "out", "\r\n\u0000\u2028")))
        .doesNotContain("\n", "\r");
  }

  @Test
  void whatIsLeftOutIsEmptyAndWhatIsNotKnownIsPassedOver() throws Exception {
    Action action = Wire.read(Action.class, "{\"targets\":null,\"later\":{\"a\":[1,{}]}}");
    assertThat(action.targets()).isEmpty();
    assertThat(action.await()).isFalse();
    assertThat(Wire.read(LogQuery.class, "{}").pattern()).isEmpty();
    assertThat(Wire.read(Nothing.class, "{}")).isEqualTo(new Nothing());
  }

  @Test
  void aStringMayBeLong() throws Exception {
    String line = "ä\"\\\n".repeat(500_000);
    LogLine read = Wire.read(LogLine.class, Wire.write(new LogLine("t", "s", 1, "out", line)));
    assertThat(read.line()).isEqualTo(line);
  }

  @Test
  void treesComeBackAsTheyWere() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      Map<String, Object> tree = map(random, 4);
      assertThat(Wire.readTree(Wire.writeTree(tree))).isEqualTo(tree);
    }
  }

  private static Map<String, Object> map(Random random, int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      map.put(text(random), value(random, depth));
    }
    return map;
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 5 : 3)) {
      case 0 -> text(random);
      case 1 -> random.nextBoolean();
      case 2 -> (long) random.nextInt();
      case 3 -> map(random, depth - 1);
      default -> {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(random, depth - 1));
        }
        yield list;
      }
    };
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append("a\"\\/\b\f\n\r\t\u0001ä€\u2028".charAt(random.nextInt(13)));
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "[]",
        "nul",
        "{\"targets\"",
        "{\"targets\":",
        "{\"targets\":[",
        "{\"targets\":[\"a\",]}",
        "{\"targets\":[\"a\"\"b\"]}",
        "{,}",
        "{\"a\":1,}",
        "{} {}",
        "{\"await\":1}",
        "{\"timeout_ms\":1e999}",
        "{\"timeout_ms\":99999999999999999999}",
        "{\"targets\":[\"\\x\"]}",
        "{\"targets\":[\"\\u12\"]}",
        "{\"targets\":[\"a]}",
        "{\"targets\":[\"\\"
      })
  void brokenTextIsAnErrorThatSaysWhere(String text) {
    assertThatThrownBy(() -> Wire.read(Action.class, text))
        .isInstanceOf(ApiException.class)
        .hasMessageStartingWith("cannot read Action: ");
  }

  @Test
  void whatIsNestedTooDeepIsAnErrorAndNoOverflow() {
    String deep = "[".repeat(100_000);
    assertThatThrownBy(() -> Wire.readTree("{\"a\":" + deep)).isInstanceOf(ApiException.class);
    assertThatThrownBy(() -> Wire.read(Action.class, "{\"x\":" + deep))
        .isInstanceOf(ApiException.class);
  }

  @Test
  void randomDamageIsNeverAnythingButAnError() {
    Random random = new Random(11);
    String good = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":{\"a\":[1,\"\\n\"]}}";
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder(good);
      for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.setCharAt(at, (char) random.nextInt(128));
          default -> text.insert(at, "{}[]\",:\\".charAt(random.nextInt(8)));
        }
      }
      try {
        Wire.read(Message.class, text.toString());
      } catch (ApiException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.USAGE);
      }
    }
  }
}
