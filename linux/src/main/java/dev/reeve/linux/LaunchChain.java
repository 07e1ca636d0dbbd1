package dev.reeve.linux;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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
   * @param noNewPrivileges whether no program gives it more rights, see PR_SET_NO_NEW_PRIVS(2const)
   * @param capabilities numbers of those that it has and can ever have; absent for what its user
   *     has anyway
   */
  public record Options(
      Optional<String> user,
      Optional<String> group,
      boolean noNewPrivileges,
      Optional<Set<Integer>> capabilities) {
    /** Nothing declared. */
    public static final Options NONE = new Options(Optional.empty(), Optional.empty());

    /** A user and a group only. */
    public Options(Optional<String> user, Optional<String> group) {
      this(user, group, false, Optional.empty());
    }
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
    List<String> words = new ArrayList<>();
    if (options.user().isPresent() || options.group().isPresent()) {
      words.addAll(identityWords(command, options));
    }
    options.capabilities().ifPresent(numbers -> words.addAll(capabilityWords(numbers)));
    if (options.noNewPrivileges()) {
      words.add("--no-new-privs");
    }
    if (words.isEmpty()) {
      return command;
    }
    Path setpriv = tool("setpriv", command);
    List<String> argv = new ArrayList<>();
    argv.add(setpriv.toString());
    argv.addAll(words);
    argv.add("--");
    argv.add(command.program().toString());
    argv.addAll(command.argv().subList(1, command.argv().size()));
    return new Command(setpriv, argv);
  }

  private static List<String> identityWords(Command command, Options options)
      throws LinuxException {
    Identity identity = identity(command, options);
    int self = Users.effectiveUid();
    if (identity.uid == self && identity.gid == Users.effectiveGid()) {
      return List.of();
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
    return List.of(
        "--reuid=" + identity.uid,
        "--regid=" + identity.gid,
        // Only a user with an entry has supplementary groups to be looked up.
        identity.known ? "--init-groups" : "--clear-groups");
  }

  /**
   * The bounding set keeps root and setuid programs from others; the ambient one, which has to be
   * inheritable, gives them to any user. By number, as old tools lack the newer names.
   */
  private static List<String> capabilityWords(Set<Integer> numbers) {
    StringBuilder set = new StringBuilder("-all");
    new TreeSet<>(numbers).forEach(number -> set.append(",+cap_").append(number));
    return List.of("--bounding-set=" + set, "--inh-caps=" + set, "--ambient-caps=" + set);
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
