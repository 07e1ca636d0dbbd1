package dev.reeve.daemon.supervisor;

import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.spec.Command;
import dev.reeve.core.spec.SandboxSpec;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.daemon.diagnosis.Scene;
import dev.reeve.daemon.sandbox.Sandbox;
import dev.reeve.daemon.sandbox.Unconfinable;
import dev.reeve.linux.Child;
import dev.reeve.linux.Fd;
import dev.reeve.linux.HeldSpawn;
import dev.reeve.linux.Kin;
import dev.reeve.linux.Launch;
import dev.reeve.linux.LaunchChain;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.OpenFilesLimit;
import dev.reeve.linux.Programs;
import dev.reeve.linux.Rights;
import dev.reeve.linux.SpawnException;
import dev.reeve.linux.Spawner;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a process of a spec: finds the program, puts together argv and environment, and spawns. */
final class Launcher {
  private static final System.Logger LOG = System.getLogger(Launcher.class.getName());
  private static final Map<String, List<String>> INTERPRETERS =
      Map.ofEntries(
          Map.entry("py", List.of("python3")),
          Map.entry("js", List.of("node")),
          Map.entry("mjs", List.of("node")),
          Map.entry("cjs", List.of("node")),
          Map.entry("rb", List.of("ruby")),
          Map.entry("sh", List.of("bash")),
          Map.entry("pl", List.of("perl")),
          Map.entry("php", List.of("php")),
          Map.entry("lua", List.of("lua")),
          Map.entry("jar", List.of("java", "-jar")));

  private final Environment environment;
  private final OpenFilesLimit openFiles;

  /**
   * @param openFiles how many files services may have open, which is not what the daemon needs
   */
  Launcher(Environment environment, OpenFilesLimit openFiles) {
    this.environment = environment;
    this.openFiles = openFiles;
  }

  /** What is done with a process as soon as it exists. */
  interface Birth {
    /** Nothing. */
    Birth PLAIN =
        new Birth() {
          @Override
          public boolean isBefore() {
            return false;
          }

          @Override
          public void of(int pid) {}
        };

    /** Whether it must be done before the program begins, which costs a millisecond. */
    boolean isBefore();

    /** Does it; who is refused does not begin. */
    void of(int pid) throws Refusal;
  }

  /**
   * Spawns the program of a service, or another command in its surroundings.
   *
   * @param given variables and descriptors besides the declared ones
   * @param birth what else is to be done
   * @throws Refusal if it cannot be started
   */
  Child launch(
      ServiceSpec spec,
      Command command,
      InstanceId id,
      String marker,
      Reports.Given given,
      Birth birth,
      Fd stdout,
      Fd stderr)
      throws Refusal {
    if (!Files.isDirectory(spec.directory())) {
      throw new Refusal(
          spec.directory()
              + ": "
              + (Files.exists(spec.directory()) ? "is not a directory" : "no such directory"),
          "check 'cwd' of service '" + spec.name() + "'",
          false);
    }
    Map<String, String> variables = environment.of(spec, id, marker);
    variables.putAll(given.variables());
    String searchPath = variables.getOrDefault("PATH", "");
    LaunchChain.Command resolved = resolved(spec, command, searchPath);
    return launch(spec, resolved, variables, given, birth, stdout, stderr);
  }

  /** Spawns what was found already, as the service. */
  private Child launch(
      ServiceSpec spec,
      LaunchChain.Command resolved,
      Map<String, String> variables,
      Reports.Given given,
      Birth birth,
      Fd stdout,
      Fd stderr)
      throws Refusal {
    try {
      confinable(spec, resolved.program(), given);
      LaunchChain.Command chained =
          LaunchChain.wrap(
              told(resolved, given),
              new LaunchChain.Options(
                  present(spec.user()),
                  present(spec.group()),
                  spec.sandbox().noNewPrivileges(),
                  Sandbox.capabilities(spec.sandbox())));
      Launch launch =
          new Launch(
              chained.program(),
              chained.argv(),
              variables,
              spec.directory(),
              null,
              stdout,
              stderr,
              given.descriptors(),
              Sandbox.confinement(spec.sandbox(), given.beside()));
      return birth.isBefore() ? held(launch, birth) : limited(launch, birth);
    } catch (SpawnException e) {
      throw refusal(spec, e);
    } catch (LinuxException e) {
      throw new Refusal(String.valueOf(e.getMessage()), "", true);
    } catch (IllegalArgumentException e) {
      throw new Refusal(String.valueOf(e.getMessage()), "check 'command' and 'env'", false);
    }
  }

  /**
   * What would be executed for a service, and with which environment. From any thread.
   *
   * @throws Refusal if there is no such program
   */
  Scene scene(ServiceSpec spec, InstanceId id) throws Refusal {
    Map<String, String> variables = environment.of(spec, id, "");
    LaunchChain.Command command =
        resolved(spec, spec.command(), variables.getOrDefault("PATH", ""));
    return new Scene(spec, command.program(), command.argv(), variables);
  }

  /**
   * Spawns a tool as the service would be. From any thread.
   *
   * @param words an absolute program first
   * @param marker by which its processes are found
   */
  Child tool(Scene scene, List<String> words, String marker, Fd stdout, Fd stderr) throws Refusal {
    Map<String, String> variables = new HashMap<>(scene.environment());
    variables.put(Kin.MARKER, marker);
    return launch(
        scene.spec(),
        new LaunchChain.Command(Path.of(words.getFirst()), words),
        variables,
        new Reports.Given(Map.of(), Map.of()),
        Birth.PLAIN,
        stdout,
        stderr);
  }

  /** {@code LISTEN_PID} is the process itself, which only it knows beforehand. */
  private static LaunchChain.Command told(LaunchChain.Command command, Reports.Given given) {
    if (!given.variables().containsKey("LISTEN_FDS")) {
      return command;
    }
    List<String> argv = new ArrayList<>();
    argv.addAll(List.of("sh", "-c", "LISTEN_PID=$$; export LISTEN_PID; exec \"$@\"", "sh"));
    argv.add(command.program().toString());
    argv.addAll(command.argv().subList(1, command.argv().size()));
    return new LaunchChain.Command(Path.of("/bin/sh"), argv);
  }

  private static void confinable(ServiceSpec spec, Path program, Reports.Given given)
      throws Refusal, LinuxException {
    if (spec.sandbox().equals(SandboxSpec.NONE)) {
      return;
    }
    try {
      Sandbox.check(spec, Rights.own());
      Sandbox.visible(spec, program, "the program");
      String socket = given.variables().get("NOTIFY_SOCKET");
      if (socket != null) {
        Sandbox.visible(spec, Path.of(socket), "the socket through which it says that it is ready");
      }
    } catch (Unconfinable e) {
      throw new Refusal(e.reason(), e.advice(), false);
    }
  }

  private static Child held(Launch launch, Birth birth) throws LinuxException, Refusal {
    try (HeldSpawn held = HeldSpawn.spawn(launch)) {
      boolean begun = false;
      try {
        birth.of(held.child().identity().pid());
        held.release();
        begun = true;
        return held.child();
      } finally {
        if (!begun) {
          held.child().pidfd().close(); // it ends, and is buried as an orphan
        }
      }
    }
  }

  private Child limited(Launch launch, Birth birth) throws LinuxException, Refusal {
    Child child = Spawner.spawn(launch);
    birth.of(child.identity().pid());
    try {
      openFiles.apply(child.identity().pid());
    } catch (LinuxException e) {
      // It has ended already, or has become another user: then it has the higher limit.
      LOG.log(Level.DEBUG, "cannot limit the open files of {0}: {1}", launch.program(), e);
    }
    return child;
  }

  private static Optional<String> present(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static LaunchChain.Command resolved(ServiceSpec spec, Command command, String searchPath)
      throws Refusal {
    return switch (command) {
      case Command.ShellLine(String line) -> {
        boolean bash =
            Programs.resolve("bash", searchPath, spec.directory()) instanceof Programs.Result.Found;
        yield named(spec, List.of(bash ? "bash" : "sh", "-c", line), searchPath);
      }
      case Command.Argv(List<String> words) when !spec.interpreter().isEmpty() ->
          named(spec, joined(List.of(spec.interpreter()), words), searchPath);
      case Command.Argv(List<String> words) -> programOrScript(spec, words, searchPath);
    };
  }

  /** The program itself, or the interpreter of a script that cannot run by itself. */
  private static LaunchChain.Command programOrScript(
      ServiceSpec spec, List<String> words, String searchPath) throws Refusal {
    String word = words.getFirst();
    Programs.Result result = Programs.resolve(word, searchPath, spec.directory());
    if (result instanceof Programs.Result.Found(Path program)) {
      return new LaunchChain.Command(program, words);
    }
    Path file = spec.directory().resolve(word).normalize();
    if (!Files.isRegularFile(file)) {
      return new LaunchChain.Command(program(spec, result), words);
    }
    if (Files.isExecutable(file)) {
      return new LaunchChain.Command(file, words);
    }
    List<String> interpreter = INTERPRETERS.get(extension(word));
    if (interpreter == null) {
      throw new Refusal(
          file + ": is not executable", "make it so (chmod +x) or name an 'interpreter'", false);
    }
    return named(spec, joined(interpreter, words), searchPath);
  }

  private static LaunchChain.Command named(ServiceSpec spec, List<String> words, String searchPath)
      throws Refusal {
    Programs.Result result = Programs.resolve(words.getFirst(), searchPath, spec.directory());
    return new LaunchChain.Command(program(spec, result), words);
  }

  private static String extension(String word) {
    return word.substring(word.lastIndexOf('.') + 1);
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private static Path program(ServiceSpec spec, Programs.Result result) throws Refusal {
    String hint = "check 'command' and 'cwd' of service '" + spec.name() + "'";
    return switch (result) {
      case Programs.Result.Found(Path path) -> path;
      case Programs.Result.NotFound(String reason) -> throw new Refusal(reason, hint, false);
      case Programs.Result.NotExecutable(Path path) ->
          throw new Refusal(
              path + ": is not executable",
              "make it so (chmod +x) or name an 'interpreter'",
              false);
      case Programs.Result.IsDirectory(Path path) ->
          throw new Refusal(path + ": is a directory", hint, false);
    };
  }

  private static Refusal refusal(ServiceSpec spec, SpawnException e) {
    String field =
        switch (e.kind()) {
          case DIRECTORY -> "check 'cwd' of service '" + spec.name() + "'";
          case IDENTITY -> "check 'user' and 'group' of service '" + spec.name() + "'";
          case CONFINEMENT -> "check 'sandbox' of service '" + spec.name() + "'";
          case TOO_MANY_PROCESSES -> "raise the limit of processes, or run fewer";
          case TOO_BIG -> "shorten 'command' or 'env'";
          default -> "check 'command' of service '" + spec.name() + "'";
        };
    String message = String.valueOf(e.getMessage());
    String prefix = "cannot start ";
    String reason = message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    if (e.kind() == SpawnException.Kind.IDENTITY || e.kind() == SpawnException.Kind.CONFINEMENT) {
      reason = reason.substring(reason.indexOf(": ") + 2); // it is not about the program
    }
    boolean passing = e.kind() == SpawnException.Kind.TOO_MANY_PROCESSES;
    return new Refusal(reason, field, passing);
  }
}
