package dev.reeve.cli;

import dev.reeve.api.ErrorCode;
import dev.reeve.config.ConfigProblem;
import dev.reeve.config.Environment;
import dev.reeve.config.Loaded;
import dev.reeve.config.Loader;
import dev.reeve.core.spec.ServiceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** systemd: units of the system, or unit files that are named by their paths. */
final class SystemdOrigin implements Origin {
  private static final String SUFFIX = ".service";
  private static final Duration ASKING = Duration.ofSeconds(30);

  /** A unit has 90 s to end unless it says something else. */
  private static final Duration ENDING = Duration.ofMinutes(10);

  private final Call call;
  private final String what;
  private final List<String> names;
  private final Set<String> known;
  private final Optional<Tool> systemctl;

  /**
   * @param names of units, with or without {@code .service}, or paths of unit files
   * @param known services of Reeve, on which units may depend
   * @param dry whether nothing is to be done, so that files need no systemd
   */
  SystemdOrigin(Call call, String what, List<String> names, Set<String> known, boolean dry)
      throws Complaint {
    this.call = call;
    this.what = what;
    this.names = names;
    this.known = known;
    this.systemctl = Tool.find(call, "systemctl").filter(SystemdOrigin::answers);
    boolean files = names.stream().allMatch(SystemdOrigin::isPath);
    if (systemctl.isEmpty() && !(dry && files)) {
      throw new Complaint(
          ErrorCode.FAILED,
          what,
          "systemd does not run here",
          files
              ? "to start what the file declares: reeve start " + Clean.line(names.getFirst())
              : "give the path of a unit file, with --dry to see what it becomes");
    }
  }

  /** It says {@code offline} where the machine was not booted with it. */
  private static boolean answers(Tool systemctl) {
    try {
      String state =
          systemctl.run("ask systemd", ASKING, List.of("is-system-running")).out().strip();
      return !state.isEmpty() && !List.of("offline", "unknown").contains(state);
    } catch (Complaint e) {
      return false; // whatever it is that does not end is no systemd that could be used
    }
  }

  private static boolean isPath(String name) {
    return name.indexOf('/') >= 0;
  }

  @Override
  public String title() {
    return "systemd";
  }

  @Override
  public List<Migrant> migrants() throws Complaint {
    Map<String, Path> files = new LinkedHashMap<>();
    for (String name : names) {
      Path file =
          isPath(name) ? call.invocation.directory().resolve(name).normalize() : Path.of(name);
      String unit = String.valueOf(file.getFileName());
      files.put(unit.endsWith(SUFFIX) ? unit : unit + SUFFIX, file);
    }
    Set<String> others = new HashSet<>(known);
    files.keySet().forEach(unit -> others.add(service(unit)));
    List<Migrant> migrants = new ArrayList<>();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      migrants.add(migrant(file.getKey(), file.getValue(), others));
    }
    return ordered(migrants);
  }

  private static String service(String unit) {
    return unit.substring(0, unit.length() - SUFFIX.length());
  }

  private Migrant migrant(String unit, Path file, Set<String> others) throws Complaint {
    Path place = isPath(file.toString()) ? file : Path.of("/etc/systemd/system").resolve(unit);
    Set<String> beside = new HashSet<>(others);
    beside.remove(service(unit));
    Environment environment = new Environment(call.invocation.environment());
    boolean running = systemctl.isEmpty() || ask("is-active", unit).equals("active");
    return switch (Loader.parse(place, text(unit, file), environment, beside)) {
      case Loaded.Ok ok ->
          new Migrant(
              unit,
              List.of(unit),
              running,
              Optional.of(boot(ok.specs().getFirst(), unit)),
              ok.warnings().stream().map(ConfigProblem::message).toList(),
              "");
      case Loaded.Broken broken ->
          new Migrant(
              unit,
              List.of(unit),
              running,
              Optional.empty(),
              List.of(),
              broken.problems().getFirst().message());
    };
  }

  private String text(String unit, Path file) throws Complaint {
    if (isPath(file.toString())) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new Complaint(
            ErrorCode.FAILED,
            what,
            "cannot read " + Clean.line(file.toString()) + ": " + Failures.reason(e),
            "name a unit, or the path of a unit file");
      }
    }
    Tool.Ran ran =
        systemctl.orElseThrow().run(what, ASKING, List.of("cat", "--no-pager", "--", unit));
    if (ran.exit() != 0) {
      throw new Complaint(
          ErrorCode.UNKNOWN_SERVICE, what, ran.reason(), "see 'systemctl list-units'");
    }
    return ran.out();
  }

  /** Whether it starts at boot is what systemd says, not what the file would allow. */
  private ServiceSpec boot(ServiceSpec spec, String unit) throws Complaint {
    return systemctl.isPresent() ? spec.enabled(isEnabled(unit)) : spec;
  }

  private boolean isEnabled(String unit) throws Complaint {
    return ask("is-enabled", unit).startsWith("enabled");
  }

  private String ask(String question, String unit) throws Complaint {
    return systemctl.orElseThrow().run(what, ASKING, List.of(question, "--", unit)).out().strip();
  }

  /** What others of them depend on comes first. */
  private static List<Migrant> ordered(List<Migrant> migrants) {
    Map<String, Migrant> left = new LinkedHashMap<>();
    migrants.forEach(migrant -> left.put(service(migrant.name()), migrant));
    List<Migrant> ordered = new ArrayList<>();
    while (!left.isEmpty()) {
      String next =
          left.keySet().stream()
              .filter(name -> needs(left.get(name)).stream().noneMatch(left::containsKey))
              .findFirst()
              .orElse(left.keySet().iterator().next()); // a circle, which the daemon refuses
      Migrant migrant = left.remove(next);
      if (migrant != null) {
        ordered.add(migrant);
      }
    }
    return ordered;
  }

  private static Set<String> needs(@org.jspecify.annotations.Nullable Migrant migrant) {
    return migrant == null || migrant.spec().isEmpty()
        ? Set.of()
        : migrant.spec().get().dependsOn().keySet();
  }

  @Override
  public String stopLine(Migrant migrant) {
    return systemctl.isPresent() ? "systemctl stop " + migrant.name() : "";
  }

  @Override
  public String startLine(Migrant migrant) {
    return "systemctl start " + migrant.name();
  }

  @Override
  public void stop(Migrant migrant) throws Complaint {
    order("stop", migrant);
  }

  @Override
  public void start(Migrant migrant) throws Complaint {
    order("start", migrant);
  }

  @Override
  public String leaveLine(Migrant migrant) {
    return systemctl.isPresent() ? "systemctl disable " + migrant.name() : "";
  }

  /** Only what runs there at boot need not do so any more. */
  @Override
  public void leave(Migrant migrant) throws Complaint {
    if (systemctl.isPresent() && isEnabled(migrant.name())) {
      order("disable", migrant);
    }
  }

  private void order(String verb, Migrant migrant) throws Complaint {
    String doing = verb + " it in systemd";
    Tool.Ran ran = systemctl.orElseThrow().run(doing, ENDING, List.of(verb, "--", migrant.name()));
    if (ran.exit() != 0) {
      throw new Complaint(
          ErrorCode.FAILED, doing, ran.reason(), "see 'systemctl status " + migrant.name() + "'");
    }
  }

  @Override
  public List<String> farewell(List<Migrant> moved) {
    return List.of("their unit files are where they were; Reeve does not use them");
  }
}
