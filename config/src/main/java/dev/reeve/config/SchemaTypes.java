package dev.reeve.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JSON Schemas of the types of fields, found by their labels. A type without one of its own may
 * be anything but {@code null}: a schema that says too little is better than one that is wrong.
 */
final class SchemaTypes {
  private static final List<String> SCALARS = List.of("string", "number", "boolean");
  private static final Pattern NUMBER =
      Pattern.compile("(whole )?number from (-?[\\d.]+) to (-?[\\d.]+)");
  private static final Pattern CHOICE = Pattern.compile("[a-z-]+( \\| [a-z-]+)+");
  private static final String SIZE = "^\\s*\\d{1,18}\\s*[KMGTkmgt]?([Ii]?[Bb])?\\s*$";
  private static final String DURATION = "^\\s*(0|(\\d{1,12}(ms|s|m|h|d))+)\\s*$";

  private SchemaTypes() {}

  /** A schema with its meaning for people in front. */
  static Map<String, Object> described(Map<String, Object> schema, String meaning) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("description", meaning);
    described.putAll(schema);
    return described;
  }

  static Map<String, Object> of(String label) {
    Matcher number = NUMBER.matcher(label);
    if (number.matches()) {
      return number(number.group(1) != null, number.group(2), number.group(3));
    }
    return switch (label) {
      case "text", "path", "signal", "host:port", "text with tokens of strftime" -> text();
      case "post | get" -> Map.of("enum", List.of("post", "get", "POST", "GET"));
      case "URL" -> Map.of("type", "string");
      case "true or false" -> Map.of("enum", List.of(true, false, "true", "false"));
      case "duration" -> anyOf(pattern(DURATION), Map.of("const", 0));
      case "size" -> anyOf(pattern(SIZE), Map.of("type", "integer", "minimum", 0));
      case "size or max" -> anyOf(of("size"), Map.of("const", "max"));
      case "cores or max" ->
          anyOf(Map.of("type", "number", "minimum", 0.01), pattern("^(max|\\d+(\\.\\d+)?m?)$"));
      case "whole number or max" ->
          anyOf(Map.of("type", "integer", "minimum", 1), pattern("^(max|\\d+)$"));
      case "path, or list of them", "command line, or list of words" -> listOr(text());
      case "capability, list of them, none or all" -> listOr(text());
      case "octal mask" -> text();
      case "path | standard | 'null'" ->
          Map.of("type", List.of("string", "number", "boolean", "null"));
      case "map of text" ->
          anyOf(mapOf(text()), listOr(Map.of("type", "string", "pattern", "^[^=]+=")));
      case "list of exit codes" ->
          listOr(
              anyOf(
                  Map.of("type", "integer", "minimum", 0, "maximum", 255),
                  pattern("^\\s*\\d+\\s*(,\\s*\\d+\\s*)*$")));
      case "{max: number, within: duration}" -> limit();
      case "list of {path, ownership, mode, add_net_bind_capability}" -> provision();
      default ->
          CHOICE.matcher(label).matches() && !label.contains("signal")
              ? Map.of("enum", List.of(label.split(" \\| ", -1)))
              : any();
    };
  }

  /** Text, and what YAML makes of text without quotes. */
  static Map<String, Object> text() {
    return Map.of("type", SCALARS);
  }

  /** One of these, or a list of them. */
  static Map<String, Object> listOr(Map<String, Object> item) {
    Map<String, Object> list = new LinkedHashMap<>();
    list.put("type", "array");
    list.put("items", item);
    return anyOf(item, list);
  }

  private static Map<String, Object> any() {
    return Map.of("type", List.of("string", "number", "boolean", "array", "object"));
  }

  private static Map<String, Object> mapOf(Map<String, Object> value) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("type", "object");
    map.put("additionalProperties", value);
    return map;
  }

  private static Map<String, Object> limit() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("type", "object");
    map.put("additionalProperties", false);
    map.put("required", List.of("max", "within"));
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("max", number(true, "1", "100000"));
    properties.put("within", of("duration"));
    map.put("properties", properties);
    return anyOf(map, pattern("^[^/]+/.+$"));
  }

  private static Map<String, Object> provision() {
    Map<String, Object> ownership = new LinkedHashMap<>();
    ownership.put("owner", text());
    ownership.put("group", text());
    ownership.put("recursive", of("true or false"));
    Map<String, Object> step = new LinkedHashMap<>();
    step.put("path", text());
    step.put("ownership", anyOf(text(), closed(ownership)));
    step.put("mode", Map.of("type", List.of("string", "integer")));
    step.put("add_net_bind_capability", of("true or false"));
    Map<String, Object> map = closed(step);
    map.put("required", List.of("path"));
    return listOr(anyOf(text(), map));
  }

  /** A map with these keys and no others. */
  static Map<String, Object> closed(Map<String, Object> properties) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("type", "object");
    map.put("additionalProperties", false);
    map.put("properties", properties);
    return map;
  }

  /** A number, which may stand in quotes. */
  private static Map<String, Object> number(boolean whole, String least, String most) {
    Map<String, Object> number = new LinkedHashMap<>();
    number.put("type", whole ? "integer" : "number");
    number.put("minimum", value(least));
    number.put("maximum", value(most));
    return anyOf(number, pattern(whole ? "^[+-]?\\d+$" : "^[+-]?[\\d.]+([eE][+-]?\\d+)?$"));
  }

  private static Object value(String text) {
    return text.indexOf('.') < 0 ? (Object) Long.valueOf(text) : Double.valueOf(text);
  }

  private static Map<String, Object> pattern(String pattern) {
    Map<String, Object> text = new LinkedHashMap<>();
    text.put("type", "string");
    text.put("pattern", pattern);
    return text;
  }

  private static Map<String, Object> anyOf(Map<String, Object> one, Map<String, Object> other) {
    return Map.of("anyOf", List.of(one, other));
  }
}
