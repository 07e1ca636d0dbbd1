package dev.reeve.cli.boot;

import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import java.nio.file.Path;

/**
 * A user of the machine, see passwd(5).
 *
 * @param home its home folder
 */
public record Account(String name, int uid, int gid, Path home) {
  /** The one that may do everything. */
  public static final Account ROOT = new Account("root", 0, 0, Path.of("/root"));

  /** Whether it may do everything. */
  public boolean isRoot() {
    return uid == 0;
  }

  /**
   * Looks a user up through the name services, so that LDAP and the like count.
   *
   * @param name or number
   * @throws ApiException if there is no such user
   */
  public static Account find(String name, Tools tools) throws ApiException {
    if (name.isEmpty() || name.startsWith("-") || name.contains(":") || name.contains("\n")) {
      throw unknown(name);
    }
    Tools.Ran ran = tools.run("getent", "passwd", name);
    String[] fields = ran.output().strip().split(":", -1);
    if (!ran.ok() || fields.length < 7) {
      throw unknown(name);
    }
    try {
      return new Account(
          fields[0], Integer.parseInt(fields[2]), Integer.parseInt(fields[3]), Path.of(fields[5]));
    } catch (NumberFormatException e) {
      throw unknown(name);
    }
  }

  private static ApiException unknown(String name) {
    return new ApiException(
        ErrorCode.FAILED, "no such user: " + name, "'getent passwd' shows those there are");
  }
}
