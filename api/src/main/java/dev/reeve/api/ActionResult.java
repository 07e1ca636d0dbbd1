package dev.reeve.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of an action for one target.
 *
 * @param state of the service now
 * @param pids of its main processes now
 * @param error null if all went well
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record ActionResult(
    String target, boolean ok, String state, List<Integer> pids, @Nullable Failure error) {

  /** One for each target. */
  @Json
  public record All(List<ActionResult> results) {}

  /**
   * Why it did not go well.
   *
   * @param code a word of {@link ErrorCode}, in lower case
   * @param message completes "cannot start api: …"
   * @param hint what to do next; may be empty
   * @param output the last lines of standard error of a program that ended at once
   */
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Failure(String code, String message, String hint, List<String> output) {}
}
