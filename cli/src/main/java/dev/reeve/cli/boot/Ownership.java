package dev.reeve.cli.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Who could change a program. */
public final class Ownership {
  private static final int OTHERS_WRITE = 0022;
  private static final int STICKY = 01000;

  private Ownership() {}

  /**
   * The first folder on the way to a program, or the program, that somebody else than root and an
   * account could change, and so what the account runs. A group of root that may write counts too.
   */
  public static Optional<Path> changeableByOthers(Path program, Account account)
      throws IOException {
    for (Path each = program.toRealPath(); each != null; each = each.getParent()) {
      int owner = (Integer) Files.getAttribute(each, "unix:uid");
      int mode = (Integer) Files.getAttribute(each, "unix:mode");
      boolean byOthers = (mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0;
      if (byOthers || (owner != 0 && owner != account.uid())) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
