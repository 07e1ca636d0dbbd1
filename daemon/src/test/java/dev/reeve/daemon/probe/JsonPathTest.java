package dev.reeve.daemon.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTest {
  private static Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    Map<String, Object> db = new HashMap<>();
    db.put("url", "jdbc:x");
    db.put("none", null);
    db.put("max-size", 7);
    document.put("db", db);
    document.put("a b", "blank");
    document.put("it's", "quote");
    document.put("list", new ArrayList<>(List.of("first", Map.of("deep", true), "last")));
    document.put("no", false);
    return document;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "$.db.url | jdbc:x",
        "$.db.max-size | 7",
        "$['db']['url'] | jdbc:x",
        "$[\"a b\"] | blank",
        "$['it\\'s'] | quote",
        "$.list[0] | first",
        "$.list[-1] | last",
        "$.list[-3] | first",
        "$.list[*] | first",
        "$.list[*].deep | true",
        "$..deep | true",
        "$..url | jdbc:x",
        "$..[-1] | last",
        "$.*.url | jdbc:x",
        "$.no | false",
      })
  void thePathLeadsToTheFirstValue(String path, String value) {
    assertThat(JsonPath.parse(path).first(document()).map(String::valueOf)).contains(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$.db.none",
        "$.db.absent",
        "$.list[3]",
        "$.list[-4]",
        "$.list.name",
        "$.db[0]",
        "$..absent",
        "$.db.url.more",
        "$.db.url[0]",
      })
  void whatIsNotThereOrNullIsMissing(String path) {
    assertThat(JsonPath.parse(path).first(document())).isEmpty();
  }

  @Test
  void theWholeDocumentIsThereUnlessItIsNull() {
    assertThat(JsonPath.parse("$").first("text")).contains("text");
    assertThat(JsonPath.parse("$").first(null)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "db | it must begin with $",
        "$db | '.' or '[' expected at character 2",
        "$. | a name expected at character 3",
        "$.a. | a name expected at character 5",
        "$.. | a name expected at character 4",
        "$.1 | a name expected at character 3",
        "$[0 | ']' expected at character 4",
        "$['a | a quote is not closed",
        "$['\\n'] | only quotes and \\ may be escaped",
        "$[] | only a number, a name in quotes or * may stand in brackets",
        "$[01] | only a number, a name in quotes or * may stand in brackets",
        "$[-0] | only a number, a name in quotes or * may stand in brackets",
        "$[99999999999] | only a number, a name in quotes or * may stand in brackets",
        "$[?@.a] | only a number, a name in quotes or * may stand in brackets",
        "$[1:2] | ']' expected at character 4",
        "$[0,1] | ']' expected at character 4",
        "$.a() | '.' or '[' expected at character 4",
      })
  void whatIsNotSupportedIsRefused(String path, String why) {
    assertThatThrownBy(() -> JsonPath.parse(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cannot read path '" + path + "': " + why);
  }
}
