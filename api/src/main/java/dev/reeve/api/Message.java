package dev.reeve.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of JSON-RPC 2.0, one message a line. A request has an id, a method and parameters; a
 * response the same id and a result or an error. What a method streams before its result arrives as
 * notifications {@code {"method":"stream","id_of":ID,"params":ITEM}}; a client ends a stream by
 * {@code {"method":"cancel","id_of":ID}} or by hanging up.
 *
 * @param id raw JSON: text, a number or null
 * @param params raw JSON
 * @param result raw JSON
 * @param idOf raw JSON, the id of the request that a stream item or a cancel belongs to
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record Message(
    String jsonrpc,
    @Json.Raw @Nullable String id,
    @Nullable String method,
    @Json.Raw @Nullable String idOf,
    @Json.Raw @Nullable String params,
    @Json.Raw @Nullable String result,
    @Nullable Failure error) {

  /** Name of the notification that carries one item of a stream. */
  public static final String STREAM = "stream";

  /** Name of the notification that ends a stream. */
  public static final String CANCEL = "cancel";

  /** A JSON-RPC error; {@code data} says what to do next. */
  @Json
  public record Failure(int code, String message, @Nullable Data data) {}

  /**
   * What Reeve adds to an error.
   *
   * @param code a word of {@link ErrorCode}
   * @param hint what to do next
   */
  @Json
  public record Data(String code, String hint) {}

  /** A call. */
  public static String request(long id, String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"method\":\""
        + method
        + "\",\"params\":"
        + params
        + "}";
  }

  /** Whether this raw JSON can be the id of a request. */
  public static boolean isId(String raw) {
    char first = raw.charAt(0);
    return first == '"' || first == '-' || (first >= '0' && first <= '9') || raw.equals("null");
  }

  /** The good answer to it. */
  public static String response(String id, String result) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
  }

  /** One item of its stream. */
  public static String item(String id, String item) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"stream\",\"id_of\":"
        + id
        + ",\"params\":"
        + item
        + "}";
  }

  /** Its end before time. */
  public static String cancel(long id) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"cancel\",\"id_of\":" + id + "}";
  }

  /** The bad answer to it; the id is null where it could not be read. */
  public static String failure(@Nullable String id, ApiException e) {
    Failure failure = new Failure(e.code().rpc(), e.reason(), new Data(e.code().word(), e.hint()));
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":" + Wire.write(failure) + "}";
  }
}
