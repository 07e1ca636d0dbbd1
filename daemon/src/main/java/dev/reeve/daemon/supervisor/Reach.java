package dev.reeve.daemon.supervisor;

import dev.reeve.linux.LinuxException;
import dev.reeve.linux.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether a user can get to a file, as far as permissions tell; see path_resolution(7). */
final class Reach {
  private static final int SEARCH = 1;

  private Reach() {}

  /**
   * A user that a service declares.
   *
   * @param gid its primary group
   */
  record Who(int uid, int gid) {
    /** By name or number; absent for none, and for one there is not. */
    static Optional<Who> of(String user) throws LinuxException {
      Optional<Users.User> found = Users.byName(user);
      return found.isEmpty() && user.matches("[0-9]{1,9}")
          ? Optional.of(new Who(Integer.parseInt(user), Integer.parseInt(user)))
          : found.map(it -> new Who(it.uid(), it.gid()));
    }
  }

  /** The first folder above a file that is closed to a user; its other groups do not count. */
  static Optional<Path> obstacle(Path file, Who who) throws IOException {
    for (Path each = file.getParent(); each != null && who.uid != 0; each = each.getParent()) {
      int mode = (Integer) Files.getAttribute(each, "unix:mode");
      int owner = (Integer) Files.getAttribute(each, "unix:uid");
      int group = (Integer) Files.getAttribute(each, "unix:gid");
      int bits = owner == who.uid ? mode >> 6 : group == who.gid ? mode >> 3 : mode;
      if ((bits & SEARCH) == 0) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
