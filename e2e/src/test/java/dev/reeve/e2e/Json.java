package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.ApiException;
import dev.reeve.api.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A JSON value as a command printed it. What is not there, or of another type, fails the test. */
record Json(Object value) {
  static Json read(String text) {
    try {
      return new Json(Wire.readTree("{\"value\":" + text + "}").get("value"));
    } catch (ApiException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }

  private Map<?, ?> map() {
    assertThat(value).isInstanceOf(Map.class);
    return (Map<?, ?>) value;
  }

  Set<String> keys() {
    Set<String> keys = new java.util.LinkedHashSet<>();
    map().keySet().forEach(key -> keys.add(key.toString()));
    return keys;
  }

  Json get(String key) {
    assertThat(keys()).contains(key);
    return new Json(map().get(key));
  }

  List<Json> items() {
    assertThat(value).isInstanceOf(Iterable.class);
    List<Json> items = new ArrayList<>();
    for (Object item : (Iterable<?>) value) {
      items.add(new Json(item));
    }
    return items;
  }

  Json at(int index) {
    assertThat(items()).hasSizeGreaterThan(index);
    return items().get(index);
  }

  /** The one object of an array whose key has this value. */
  Json with(String key, String wanted) {
    List<Json> found = items().stream().filter(item -> wanted.equals(item.map().get(key))).toList();
    assertThat(found).as("objects with %s %s in %s", key, wanted, value).hasSize(1);
    return found.getFirst();
  }

  String text() {
    assertThat(value).isInstanceOf(String.class);
    return (String) value;
  }

  int number() {
    return (int) big();
  }

  long big() {
    assertThat(value).isInstanceOf(Number.class);
    return ((Number) value).longValue();
  }

  boolean bool() {
    assertThat(value).isInstanceOf(Boolean.class);
    return (Boolean) value;
  }

  boolean isNull() {
    return value == null;
  }
}
