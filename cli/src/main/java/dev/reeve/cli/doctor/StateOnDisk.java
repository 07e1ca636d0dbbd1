package dev.reeve.cli.doctor;

import dev.reeve.api.Sealed;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether what is declared would be found again by the next daemon. */
final class StateOnDisk implements Check {
  /** Beyond that it takes too long to look at. */
  private static final long MOST = 64L << 20;

  @Override
  public String area() {
    return "state";
  }

  @Override
  public List<Finding> look(Ground ground) throws IOException {
    Path file = ground.home().state().resolve("state.json");
    List<String> bad = new ArrayList<>();
    for (int i = 0; i < Sealed.GENERATIONS; i++) {
      Path each = Sealed.generation(file, i);
      try {
        if (Files.size(each) > MOST || Sealed.isGood(Files.readString(each))) {
          return List.of(good(ground, each, i, bad));
        }
        bad.add(each.toString());
      } catch (NoSuchFileException e) {
        // This generation was never written.
      } catch (AccessDeniedException e) {
        return List.of(
            warning(
                "state.readable",
                each + " may not be read by you",
                "run reeve doctor as its owner"));
      } catch (IOException e) {
        bad.add(each + " (" + e.getMessage() + ")");
      }
    }
    return List.of(
        bad.isEmpty()
            ? fine("state.readable", "nothing was declared here yet")
            : broken(
                "state.readable",
                "no copy of the state can be read: " + String.join(", ", bad),
                "take " + file + " from a backup, or declare the services anew: reeve apply FILE"));
  }

  private Finding good(Ground ground, Path file, int generation, List<String> bad) {
    if (generation == 0) {
      return fine("state.readable", file + " is whole");
    }
    boolean runs = ground.daemon() instanceof Attendance.There;
    return warning(
        "state.readable",
        (bad.isEmpty() ? "the newest copy is missing" : "damaged: " + String.join(", ", bad))
            + (runs
                ? "; the daemon that runs has it in memory"
                : "; the next daemon takes " + file),
        runs
            ? "any change writes it anew, such as reeve enable NAME; then look at the disk"
            : "compare reeve list with what you expect, and look at the disk");
  }
}
