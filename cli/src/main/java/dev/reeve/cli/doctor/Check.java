package dev.reeve.cli.doctor;

import dev.reeve.cli.doctor.Finding.Level;
import java.io.IOException;
import java.util.List;

/** Looks at one thing, and changes nothing. */
interface Check {
  /** What it is about, for findings. */
  String area();

  /**
   * Looks.
   *
   * @throws IOException if it cannot see enough to say anything
   */
  List<Finding> look(Ground ground) throws IOException;

  /** All is well. */
  default Finding fine(String check, String text) {
    return new Finding(area(), check, Level.FINE, text, "");
  }

  /** Reeve works, but not everything, or not for long. */
  default Finding warning(String check, String text, String advice) {
    return new Finding(area(), check, Level.WARNING, text, advice);
  }

  /** Something does not work. */
  default Finding broken(String check, String text, String advice) {
    return new Finding(area(), check, Level.BROKEN, text, advice);
  }
}
