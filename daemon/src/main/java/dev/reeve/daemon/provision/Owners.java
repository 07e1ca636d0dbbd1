package dev.reeve.daemon.provision;

import dev.reeve.core.spec.ProvisionStep;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.Users;
import java.util.Optional;

/**
 * Whom files are to belong to, in numbers.
 *
 * @param uid the user; -1 leaves it
 * @param gid the group; -1 leaves it
 * @param meant whose files they are in any case: the declared owner, or else who the service runs
 *     as
 */
record Owners(int uid, int gid, int meant) {
  static final int UNCHANGED = -1;

  static Owners of(ServiceSpec spec, ProvisionStep step) throws Unprovisionable, LinuxException {
    int uid = step.owner().isEmpty() ? UNCHANGED : user(step, step.owner());
    int gid = step.group().isEmpty() ? UNCHANGED : group(step);
    if (uid != UNCHANGED) {
      return new Owners(uid, gid, uid);
    }
    int runs = spec.user().isEmpty() ? Users.effectiveUid() : user(step, spec.user());
    return new Owners(uid, gid, runs);
  }

  private static int user(ProvisionStep step, String name) throws Unprovisionable, LinuxException {
    Optional<Users.User> user = Users.byName(name);
    if (user.isPresent()) {
      return user.get().uid();
    }
    return number(step, name, "user");
  }

  private static int group(ProvisionStep step) throws Unprovisionable, LinuxException {
    Optional<Integer> group = Users.groupByName(step.group());
    return group.isPresent() ? group.get() : number(step, step.group(), "group");
  }

  private static int number(ProvisionStep step, String name, String what) throws Unprovisionable {
    if (!name.matches("[0-9]{1,9}")) {
      throw new Unprovisionable(
          step.path(), "no such " + what + ": " + name, "make the " + what + ", or name another");
    }
    return Integer.parseInt(name);
  }
}
