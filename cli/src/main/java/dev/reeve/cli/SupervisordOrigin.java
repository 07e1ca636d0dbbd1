package dev.reeve.cli;

import dev.reeve.api.ErrorCode;
import dev.reeve.config.Loaded;
import dev.reeve.core.spec.ServiceSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** supervisord: what is declared is in its file, what runs is told by {@code supervisorctl}. */
final class SupervisordOrigin implements Origin {
  private static final String WHAT = "migrate from supervisord";

  /** Where supervisorctl looks, too. */
  private static final List<String> PLACES =
      List.of(
          "supervisord.conf",
          "etc/supervisord.conf",
          "/etc/supervisord.conf",
          "/etc/supervisor/supervisord.conf");

  private static final Duration ASKING = Duration.ofSeconds(30);
  private static final Duration ENDING = Duration.ofMinutes(5);

  private final Call call;
  private final Path file;
  private final Map<String, Boolean> processes;
  private final boolean runs;

  SupervisordOrigin(Call call, Optional<String> config) throws Complaint {
    this.call = call;
    this.file = file(call, config);
    Optional<Map<String, Boolean>> told = status();
    this.runs = told.isPresent();
    this.processes = told.orElse(Map.of());
  }

  @Override
  public String title() {
    return "supervisord";
  }

  private static Path file(Call call, Optional<String> config) throws Complaint {
    List<String> places = config.map(List::of).orElse(PLACES);
    for (String place : places) {
      Path path = call.invocation.directory().resolve(place).normalize();
      if (Files.isRegularFile(path)) {
        return path;
      }
    }
    throw new Complaint(
        ErrorCode.FAILED,
        WHAT,
        "there is no " + Clean.line(String.join(", ", places)),
        "name its configuration: --config FILE");
  }

  /** Whether each process is wanted up, by its full name; nothing if supervisord does not run. */
  private Optional<Map<String, Boolean>> status() throws Complaint {
    Optional<Tool> tool = Tool.find(call, "supervisorctl");
    if (tool.isEmpty()) {
      return Optional.empty();
    }
    Tool.Ran ran = tool.get().run(WHAT, ASKING, List.of("-c", file.toString(), "status"));
    Map<String, Boolean> all = new LinkedHashMap<>();
    for (String line : ran.out().lines().toList()) {
      String[] words = line.strip().split("\\s+", 3);
      if (words.length >= 2 && words[1].matches("[A-Z]+")) {
        all.put(words[0], List.of("RUNNING", "STARTING", "BACKOFF").contains(words[1]));
      }
    }
    // 0: all run; 3: some do not; 4 and others: no answer.
    return ran.exit() == 0 || ran.exit() == 3 ? Optional.of(all) : Optional.empty();
  }

  @Override
  public List<Migrant> migrants() throws Complaint {
    Loaded.Ok ok = ConfigFiles.load(call, WHAT, file.toString(), Set.of());
    Map<String, List<String>> names = names(ok.specs());
    List<Migrant> migrants = new ArrayList<>();
    for (ServiceSpec spec : ok.specs()) {
      List<String> its = names.getOrDefault(spec.name(), List.of());
      boolean known = !runs || !its.isEmpty();
      boolean running =
          runs ? its.stream().anyMatch(n -> processes.getOrDefault(n, false)) : spec.enabled();
      migrants.add(
          new Migrant(
              spec.name(),
              its,
              running,
              Optional.of(spec),
              List.of(), // those of the file have been printed with their places
              known
                  ? ""
                  : "supervisord does not know it yet: its configuration was changed and not read"
                      + " ('supervisorctl update')"));
    }
    return migrants;
  }

  /**
   * The processes of each service. One that has several has those of its group whose names begin
   * with its own and that belong to no other.
   */
  private Map<String, List<String>> names(List<ServiceSpec> specs) {
    Map<String, List<String>> names = new HashMap<>();
    Set<String> left = new LinkedHashSet<>(processes.keySet());
    for (ServiceSpec spec : specs) {
      String group = spec.groupName();
      String full = group.isEmpty() ? spec.name() : group + ":" + spec.name();
      if (spec.instances() == 1 && left.remove(full)) {
        names.put(spec.name(), List.of(full));
      }
    }
    for (ServiceSpec spec : specs) {
      if (!names.containsKey(spec.name())) {
        String group = spec.groupName().isEmpty() ? spec.name() : spec.groupName();
        List<String> its =
            left.stream()
                .filter(name -> name.startsWith(group + ":"))
                .filter(
                    name -> group.equals(spec.name()) || name.startsWith(group + ":" + spec.name()))
                .toList();
        left.removeAll(its);
        names.put(spec.name(), its);
      }
    }
    return names;
  }

  private String line(String verb, Migrant migrant) {
    return "supervisorctl -c " + file + " " + verb + " " + String.join(" ", migrant.handles());
  }

  @Override
  public String stopLine(Migrant migrant) {
    return runs ? line("stop", migrant) : "";
  }

  @Override
  public String startLine(Migrant migrant) {
    return line("start", migrant);
  }

  @Override
  public void stop(Migrant migrant) throws Complaint {
    order("stop", migrant);
  }

  @Override
  public void start(Migrant migrant) throws Complaint {
    order("start", migrant);
  }

  private void order(String verb, Migrant migrant) throws Complaint {
    if (!runs) {
      return;
    }
    List<String> words = new ArrayList<>(List.of("-c", file.toString(), verb));
    words.addAll(migrant.handles());
    String what = verb + " it in supervisord";
    Tool.Ran ran = Tool.find(call, "supervisorctl").orElseThrow().run(what, ENDING, words);
    // It tells of errors of single processes in its output, and until 4.0 not by its exit code.
    boolean wrong = ran.out().contains("ERROR (") && !ran.out().contains("ERROR (not running)");
    if (ran.exit() != 0 || wrong) {
      throw new Complaint(ErrorCode.FAILED, what, ran.reason(), "see 'supervisorctl status'");
    }
  }

  @Override
  public String leaveLine(Migrant migrant) {
    return "";
  }

  @Override
  public void leave(Migrant migrant) {
    // Its configuration is its user's: what is to be changed is said in the end.
  }

  @Override
  public List<String> farewell(List<Migrant> moved) {
    return List.of(
        "supervisord would start them again when it is started itself: take their sections out of "
            + file
            + (runs ? ", then 'supervisorctl update'" : ""));
  }
}
