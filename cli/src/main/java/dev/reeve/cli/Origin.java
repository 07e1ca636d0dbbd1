package dev.reeve.cli;

import dev.reeve.core.spec.ServiceSpec;
import java.util.List;
import java.util.Optional;

/** Another manager, from which services are taken over one by one. */
interface Origin {
  /**
   * Something it runs.
   *
   * @param name there, and in messages
   * @param handles what its own command line knows it by
   * @param running whether it is wanted up there
   * @param spec what it becomes; nothing if it cannot become a service
   * @param warnings what is different here
   * @param problem why it cannot be taken over; empty if it can
   */
  record Migrant(
      String name,
      List<String> handles,
      boolean running,
      Optional<ServiceSpec> spec,
      List<String> warnings,
      String problem) {}

  /** What people call it. */
  String title();

  /** Everything it runs, in an order in which it can be started. */
  List<Migrant> migrants() throws Complaint;

  /** The command that {@link #stop} runs, as people type it; empty if there is nothing to stop. */
  String stopLine(Migrant migrant);

  /** The command that {@link #start} runs. */
  String startLine(Migrant migrant);

  /** Ends it there; when this returns, its processes are gone. */
  void stop(Migrant migrant) throws Complaint;

  /** Starts it there again. */
  void start(Migrant migrant) throws Complaint;

  /** The command that {@link #leave} runs; empty if there is none. */
  String leaveLine(Migrant migrant);

  /** It runs in Reeve now: whatever must not start it again there. */
  void leave(Migrant migrant) throws Complaint;

  /** What is left to do when all is done, a line each. */
  List<String> farewell(List<Migrant> moved) throws Complaint;
}
