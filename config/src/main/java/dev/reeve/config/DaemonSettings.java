package dev.reeve.config;

import java.util.List;
import java.util.Optional;

/**
 * What a file tells the daemon whose own file it is.
 *
 * @param allowGroup who else may talk to it
 * @param telemetry whom it tells what services use
 * @param adminActions what admins may have it run
 * @param cgroup where the groups of all services are, and their limits together
 */
public record DaemonSettings(
    Optional<AllowGroup> allowGroup,
    Telemetry telemetry,
    List<AdminAction> adminActions,
    MasterGroup cgroup) {
  /** Nothing. */
  public static final DaemonSettings NONE =
      new DaemonSettings(Optional.empty(), Telemetry.NONE, List.of(), MasterGroup.NONE);

  public DaemonSettings {
    adminActions = List.copyOf(adminActions);
  }
}
