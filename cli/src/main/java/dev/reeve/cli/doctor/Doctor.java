package dev.reeve.cli.doctor;

import dev.reeve.cli.doctor.Finding.Level;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Everything that is looked at, in the order in which it is told. */
public final class Doctor {
  private static final List<Check> CHECKS =
      List.of(
          new Kernel(),
          new ControlGroups(),
          new Limits(),
          new AtStart(),
          new Places(),
          new DaemonLife(),
          new StateOnDisk(),
          new DaemonWords(),
          new Declarations(),
          new Others(),
          new Screen(),
          new TimeOfDay());

  private Doctor() {}

  /** Looks at everything; what cannot be seen is said, and stops nothing else. */
  public static List<Finding> look(Ground ground) {
    List<Finding> findings = new ArrayList<>();
    for (Check check : CHECKS) {
      try {
        findings.addAll(check.look(ground));
      } catch (IOException e) {
        findings.add(
            new Finding(
                check.area(),
                "unseen",
                Level.WARNING,
                "cannot be looked at: " + e.getClass().getSimpleName() + " " + e.getMessage(),
                "run reeve doctor as root, or where /proc is mounted"));
      }
    }
    return findings;
  }
}
