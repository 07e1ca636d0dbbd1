package dev.reeve.daemon.diagnosis;

import dev.reeve.linux.LinuxException;
import dev.reeve.linux.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Why a file is not for the user of a service: whose it is, or which folder above it is closed. */
final class Access {
  private static final int SEARCH = 1;

  private Access() {}

  /** The user a service runs as. */
  static String user(Scene scene) {
    if (!scene.spec().user().isEmpty()) {
      return scene.spec().user();
    }
    try {
      return Users.byUid(Users.effectiveUid())
          .map(Users.User::name)
          .orElse(Integer.toString(Users.effectiveUid()));
    } catch (LinuxException e) {
      return Integer.toString(Users.effectiveUid());
    }
  }

  static String explain(Path path, Scene scene) {
    String user = user(scene);
    Path at = path.getRoot();
    for (Path name : path) {
      Path next = at == null ? name : at.resolve(name);
      if (!next.equals(path) && !mayEnter(next, user)) {
        return "user %s may not use %s, because the folder %s is closed to it (%s): chmod o+x %s, or change 'user'"
            .formatted(user, path, next, look(next), next);
      }
      at = next;
    }
    boolean there = Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    Path subject = there || path.getParent() == null ? path : path.getParent();
    boolean program =
        there && Files.isRegularFile(path) && isProgram(path) && !Files.isExecutable(path);
    if (program) {
      return "%s is not executable (%s): chmod +x %s".formatted(path, look(path), path);
    }
    return there
        ? "user %s may not use %s (%s): chown or chmod it, or change 'user'"
            .formatted(user, path, look(path))
        : "user %s may not make %s in %s (%s): chown or chmod that, or change 'user'"
            .formatted(user, path, subject, look(subject));
  }

  /** Whether it is something that one executes. */
  private static boolean isProgram(Path path) {
    String begin = SmallFile.firstLine(path);
    return begin.startsWith("#!") || begin.startsWith("\u007fELF");
  }

  private static boolean mayEnter(Path folder, String user) {
    Optional<Map<String, Object>> status = status(folder);
    if (status.isEmpty()) {
      return true; // nothing is known
    }
    try {
      int uid = (Integer) status.get().getOrDefault("uid", 0);
      int gid = (Integer) status.get().getOrDefault("gid", 0);
      int mode = (Integer) status.get().getOrDefault("mode", 0);
      Optional<Users.User> who = Users.byName(user);
      if (who.isEmpty() || who.get().uid() == 0) {
        return true;
      }
      int shift =
          who.get().uid() == uid ? 6 : who.get().gid() == gid || Users.isMember(user, gid) ? 3 : 0;
      return (mode >> shift & SEARCH) != 0;
    } catch (LinuxException e) {
      return true;
    }
  }

  /** Owner, group and mode, as {@code ls} has them. */
  private static String look(Path path) {
    return status(path)
        .map(status -> {
          int mode = (Integer) status.getOrDefault("mode", 0) & 0777;
          StringBuilder letters = new StringBuilder(9);
          for (int bit = 8; bit >= 0; bit--) {
            letters.append((mode >> bit & 1) != 0 ? "rwx".charAt((8 - bit) % 3) : '-');
          }
          return "owner %s, group %s, mode %s"
              .formatted(
                  status.getOrDefault("owner", "?"), status.getOrDefault("group", "?"), letters);
        })
        .orElse("its owner cannot be seen");
  }

  private static Optional<Map<String, Object>> status(Path path) {
    try {
      return Optional.of(Files.readAttributes(path, "unix:uid,gid,mode,owner,group"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
