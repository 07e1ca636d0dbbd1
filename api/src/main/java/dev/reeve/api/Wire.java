package dev.reeve.api;

import io.avaje.json.JsonException;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.util.Map;

/** Messages as JSON text, one line each; see {@link Message} for their envelope. */
public final class Wire {
  /** The longest line that is read: enough to define ten thousand services at once. */
  public static final int MAX_LINE = 16 << 20;

  private static final Jsonb JSONB =
      Jsonb.builder().serializeNulls(true).serializeEmpty(true).failOnUnknown(false).build();

  private static final JsonType<Map<String, Object>> TREE = JSONB.type(Object.class).map();

  private Wire() {}

  /** Text of a message. */
  public static String write(Object message) {
    return JSONB.toJson(message);
  }

  /** Text of an object whose keys are not known beforehand. */
  public static String writeTree(Map<String, Object> tree) {
    return TREE.toJson(tree);
  }

  /** Text of a message over several lines, for people. */
  public static String pretty(Object message) {
    return JSONB.toJsonPretty(message);
  }

  /**
   * Reads a message.
   *
   * @throws ApiException with {@link ErrorCode#USAGE} if the text is not one
   */
  public static <T> T read(Class<T> type, String text) throws ApiException {
    if (type == Nothing.class) {
      return type.cast(new Nothing()); // the library cannot make a record without components
    }
    return read(JSONB.type(type), type.getSimpleName(), text);
  }

  /**
   * Reads an object whose keys are not known beforehand.
   *
   * @throws ApiException with {@link ErrorCode#USAGE} if the text is not one
   */
  public static Map<String, Object> readTree(String text) throws ApiException {
    return read(TREE, "object", text);
  }

  private static <T> T read(JsonType<T> type, String what, String text) throws ApiException {
    try {
      JsonText reader = new JsonText(text);
      T message = type.fromJson(reader);
      reader.checkEnd();
      if (message != null) {
        return message;
      }
    } catch (JsonException
        | IllegalStateException
        | IllegalArgumentException
        | ArithmeticException e) {
      throw new ApiException(
          ErrorCode.USAGE, "cannot read " + what + ": " + e.getMessage(), "send one JSON object");
    }
    throw new ApiException(ErrorCode.USAGE, "cannot read " + what + ": it is null", "");
  }
}
