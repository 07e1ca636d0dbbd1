package dev.reeve.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Whether the clock can be right: schedules, logs and history go by it. */
final class TimeOfDay implements Check {
  /** This program is not older. */
  private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");

  private static final Instant ABSURD = Instant.parse("2100-01-01T00:00:00Z");
  private static final Duration PLAY = Duration.ofMinutes(1);

  @Override
  public String area() {
    return "clock";
  }

  @Override
  public List<Finding> look(Ground ground) throws IOException {
    Instant now = ground.now().truncatedTo(ChronoUnit.SECONDS);
    String set =
        ground.asRoot("timedatectl set-ntp true") + ", or " + ground.asRoot("date -s TIME");
    if (now.isBefore(BUILT) || now.isAfter(ABSURD)) {
      return List.of(broken("clock.sane", "the clock says " + now + ", which cannot be", set));
    }
    Path state = ground.home().state().resolve("state.json");
    if (Files.exists(state)) {
      Instant written = Files.getLastModifiedTime(state).toInstant();
      if (written.isAfter(now.plus(PLAY))) {
        return List.of(
            warning(
                "clock.sane",
                "the clock says "
                    + now
                    + ", but the state was written at "
                    + written.truncatedTo(ChronoUnit.SECONDS)
                    + ": it was set back",
                set));
      }
    }
    return List.of(fine("clock.sane", "the clock says " + now));
  }
}
