package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.ApiException;
import dev.reeve.api.Wire;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void treesBecomeText() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("a", 1);
    tree.put("b", Arrays.asList("x", null, true, 1.5));
    tree.put("c", Map.of());
    tree.put("d", new Json.Raw("{\"e\":[]}"));
    assertThat(Json.text(tree))
        .isEqualTo("{\"a\":1,\"b\":[\"x\",null,true,1.5],\"c\":{},\"d\":{\"e\":[]}}");
  }

  @Test
  void textIsEscapedSoThatItCanBeReadAgain() throws ApiException {
    String nasty = "\"\\\n\r\t\000\033 ü 日 🚀 \u009b\u2028";
    Map<String, Object> tree = Map.of("k\"", nasty);
    assertThat(Wire.readTree(Json.text(tree))).isEqualTo(tree);
    assertThat(Wire.readTree(Json.clean(Json.text(tree)))).isEqualTo(tree);
    assertThat(Json.clean(Json.text(tree))).doesNotContain("\033", "\u009b", "\u2028");
  }

  @Test
  void forPeopleItHasLines() throws ApiException {
    String json = "{\"a\":[1,{\"b\":\"x,{\\\"}\"}],\"c\":[],\"d\":{}}";
    assertThat(Json.pretty(json))
        .isEqualTo(
            """
            {
              "a": [
                1,
                {
                  "b": "x,{\\"}"
                }
              ],
              "c": [],
              "d": {}
            }\
            """);
    assertThat(Wire.readTree(Json.pretty(json))).isEqualTo(Wire.readTree(json));
    assertThat(Json.pretty(Json.text(List.of()))).isEqualTo("[]");
  }
}
