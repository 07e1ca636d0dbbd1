package dev.reeve.core.engine;

/**
 * What became of a request for one target: accepted and now being carried out, or refused with
 * nothing changed.
 *
 * @param target the service or {@code service#n}
 * @param problem why it was refused; {@link Problem#NONE} if it was accepted
 * @param reason for people, a clause that completes "cannot start api: …"; empty if accepted
 * @param hint what to do next; may be empty
 */
public record Outcome(String target, Problem problem, String reason, String hint) {
  /** Kinds of refusals. */
  public enum Problem {
    NONE,
    /** There is no such service or instance. */
    UNKNOWN,
    /** There is one already. */
    EXISTS,
    /** It makes no sense in its state. */
    REFUSED
  }

  /** It was accepted. */
  public static Outcome accepted(String target) {
    return new Outcome(target, Problem.NONE, "", "");
  }

  /** Whether it was accepted. */
  public boolean ok() {
    return problem == Problem.NONE;
  }
}
