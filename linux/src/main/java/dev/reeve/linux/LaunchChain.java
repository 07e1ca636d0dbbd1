package dev.reeve.linux;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts standard tools in front of a command for what must happen between fork and exec; a command
 * that declares nothing of the kind stays as it is. The tools replace themselves by the next one,
 * so that the pid is the program's in the end.
 *
 * <p>A program that the last tool cannot execute is reported by the tool, in the service's error
 * output, with exit code 126 or 127.
 */
public final class LaunchChain {
  private static final String TOOL_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /**
   * What is declared.
   *
   * @param user name or number to run as, with its primary and supplementary groups
   * @param group name or number of the group instead of the user's primary one
   */
  public record Options(Optional<String> user, Optional<String> group) {
    /** Nothing declared. */
    public static final Options NONE = new Options(Optional.empty(), Optional.empty());
  }

  /** What to execute: an absolute program and its arguments, the name first. */
  public record Command(Path program, List<String> argv) {
    public Command {
      argv = List.copyOf(argv);
    }
  }

  private LaunchChain() {}

  /**
   * Puts in front what the options need.
   *
   * @throws SpawnException of kind {@code IDENTITY} for an unknown user or group, or without the
   *     right to become it; {@code NOT_FOUND} when a tool is missing
   */
  public static Command wrap(Command command, Options options) throws LinuxException {
    if (options.user().isEmpty() && options.group().isEmpty()) {
      return command;
    }
    Identity identity = identity(command, options);
    int self = Users.effectiveUid();
    if (identity.uid == self && identity.gid == Users.effectiveGid()) {
      return command;
    }
    if (self != 0) {
      throw refused(
          command,
          "only root may run a service as another user or group (user "
              + options.user().orElse("unchanged")
              + ", group "
              + options.group().orElse("of the user")
              + ")",
          Errno.EPERM);
    }
    Path setpriv = tool("setpriv", command);
    List<String> argv = new ArrayList<>();
    argv.add(setpriv.toString());
    argv.add("--reuid=" + identity.uid);
    argv.add("--regid=" + identity.gid);
    // Only a user with an entry has supplementary groups to be looked up.
    argv.add(identity.known ? "--init-groups" : "--clear-groups");
    argv.add("--");
    argv.add(command.program().toString());
    argv.addAll(command.argv().subList(1, command.argv().size()));
    return new Command(setpriv, argv);
  }

  private record Identity(int uid, int gid, boolean known) {}

  private static Identity identity(Command command, Options options) throws LinuxException {
    String name = options.user().orElse(Integer.toString(Users.effectiveUid()));
    Optional<Users.User> user = Users.byName(name);
    if (user.isEmpty() && number(name) >= 0) {
      user = Users.byUid(number(name));
    }
    if (user.isEmpty() && number(name) < 0) {
      throw refused(command, "no such user: " + name, Errno.ENOENT);
    }
    int uid = user.isPresent() ? user.get().uid() : number(name);
    // A number without an entry is its own group, as chown and containers have it.
    int primary = user.isPresent() ? user.get().gid() : uid;
    int gid = options.group().isEmpty() ? primary : group(command, options.group().get());
    return new Identity(uid, gid, user.isPresent());
  }

  private static int group(Command command, String name) throws LinuxException {
    Optional<Integer> gid = Users.groupByName(name);
    if (gid.isEmpty() && number(name) < 0) {
      throw refused(command, "no such group: " + name, Errno.ENOENT);
    }
    return gid.orElseGet(() -> number(name));
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
  }

  private static Path tool(String name, Command command) throws SpawnException {
    if (Programs.resolve(name, TOOL_PATH, Path.of("/"))
        instanceof Programs.Result.Found(Path path)) {
      return path;
    }
    throw new SpawnException(
        SpawnException.Kind.NOT_FOUND,
        command.program().toString(),
        "the tool " + name + " is missing: install util-linux",
        Errno.ENOENT);
  }

  private static SpawnException refused(Command command, String reason, int errno) {
    return new SpawnException(
        SpawnException.Kind.IDENTITY, command.program().toString(), reason, errno);
  }
}
