package dev.reeve.api;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * What a file declares, to be compared with what there is, and made so.
 *
 * @param source absolute path of the file; services that it declared before and does not any more
 *     are deleted
 * @param services everything that it declares; nothing unloads it
 * @param names only these services count; empty for all
 * @param dryRun only compare
 * @param revert go back to what was before the latest application that was not taken back; the
 *     other parameters but {@code dry_run} and {@code await} mean nothing then
 * @param force also restart what runs and has not changed
 * @param await stream progress and answer when it is done, or failed
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record Application(
    String source,
    List<Definition.Service> services,
    List<String> names,
    boolean dryRun,
    boolean revert,
    boolean force,
    boolean await) {
  /** What a peer left out is empty. */
  public Application {
    source = source == null ? "" : source;
    services = services == null ? List.of() : List.copyOf(services);
    names = names == null ? List.of() : List.copyOf(names);
  }

  /**
   * The answer.
   *
   * @param plan what is done, or would be
   * @param results for each service of the plan; if one was refused, only those that were, and
   *     nothing was done
   * @param notes of what changed beside services, for people
   */
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Reply(PlanReport plan, List<ActionResult> results, List<String> notes) {
    /** What a peer left out is empty. */
    public Reply {
      results = results == null ? List.of() : List.copyOf(results);
      notes = notes == null ? List.of() : List.copyOf(notes);
    }
  }
}
