package dev.reeve.config.tree;

import dev.reeve.config.ConfigProblem;

/** A problem after which nothing more can be read of a file. */
public final class Unloadable extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ConfigProblem problem;

  public Unloadable(ConfigProblem problem) {
    super(problem.message(), null, false, false);
    this.problem = problem;
  }

  public ConfigProblem problem() {
    return problem;
  }
}
