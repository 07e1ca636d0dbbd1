package dev.reeve.config;

/** A problem after which nothing more can be read of a file. */
final class Unloadable extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ConfigProblem problem;

  Unloadable(ConfigProblem problem) {
    super(problem.message(), null, false, false);
    this.problem = problem;
  }

  ConfigProblem problem() {
    return problem;
  }
}
