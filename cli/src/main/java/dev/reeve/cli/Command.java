package dev.reeve.cli;

import dev.reeve.api.ApiException;

/** One command. */
interface Command {
  /** How it is called. */
  Usage usage();

  /** What is being done, verb and object, for messages "cannot …: reason". */
  String what(Call call);

  /**
   * Does it.
   *
   * @return the exit code
   * @throws Complaint if it cannot be done
   * @throws ApiException if the daemon refuses; becomes a complaint about {@link #what}
   */
  int run(Call call) throws Complaint, ApiException;

  /** Whether the words name services, so that there must be some. */
  default boolean namesServices(Call call) {
    return !call.words().isEmpty();
  }
}
