package dev.reeve.api;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * A command that admins may have the daemon run.
 *
 * @param log the file its output goes to
 * @param running how many processes of it live
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record AdminAction(String id, String label, List<String> command, String log, int running) {
  /** The answer to the question for actions. */
  @Json
  public record All(List<AdminAction> actions) {}

  /**
   * Which action is meant.
   *
   * @param id empty for all, where that makes sense
   */
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Query(String id) {
    /** What a peer left out is empty. */
    public Query {
      id = id == null ? "" : id;
    }
  }

  /**
   * One that was begun.
   *
   * @param pid of its first process
   */
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Begun(String id, int pid, String log) {}

  /**
   * A living process of an action.
   *
   * @param id of the action; empty if only its control group tells that it belongs to one
   * @param state as in proc_pid_stat(5)
   */
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Living(
      String id, int pid, int parent, String state, long memoryBytes, String command) {}

  /** The answer to the question for processes, and to the order to kill them. */
  @Json
  public record Processes(List<Living> processes) {}
}
