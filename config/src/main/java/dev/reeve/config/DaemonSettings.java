package dev.reeve.config;

import java.util.List;
import java.util.Optional;

/**
 * What a file tells the daemon whose own file it is.
 *
 * @param allowGroup who else may talk to it
 * @param telemetry whom it tells what services use
 * @param adminActions what admins may have it run
 */
public record DaemonSettings(
    Optional<AllowGroup> allowGroup, Telemetry telemetry, List<AdminAction> adminActions) {
  /** Nothing. */
  public static final DaemonSettings NONE =
      new DaemonSettings(Optional.empty(), Telemetry.NONE, List.of());

  public DaemonSettings {
    adminActions = List.copyOf(adminActions);
  }
}
