package dev.reeve.config.dialect;

import dev.reeve.config.AdminAction;
import dev.reeve.config.Environment;
import dev.reeve.config.MasterGroup;
import dev.reeve.config.tree.Folders;
import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Problems;
import dev.reeve.config.tree.Source;
import dev.reeve.config.tree.SourceFile;
import dev.reeve.config.tree.Spot;
import dev.reeve.config.tree.Unloadable;
import dev.reeve.config.tree.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One foreign file on its way to native services. Used by one thread. */
public final class Translation {
  private final Source source;
  private final Environment environment;
  private final Problems problems;
  private final Problems warnings;
  private final Set<String> others;
  private final Map<String, Draft> drafts = new LinkedHashMap<>();
  private final Map<Path, Path> files = new LinkedHashMap<>();
  private final List<AdminAction> adminActions = new ArrayList<>();
  private MasterGroup masterGroup = MasterGroup.NONE;
  private boolean followed;

  /**
   * Begins one.
   *
   * @param problems where problems are put
   * @param warnings where warnings are put
   */
  public Translation(Source source, Environment environment, Problems problems, Problems warnings) {
    this(source, environment, Set.of(), problems, warnings);
  }

  /**
   * Begins one where services exist beside the file.
   *
   * @param others their names
   */
  public Translation(
      Source source,
      Environment environment,
      Set<String> others,
      Problems problems,
      Problems warnings) {
    this.source = source;
    this.environment = environment;
    this.others = others;
    this.problems = problems;
    this.warnings = warnings;
    begin(source.file());
  }

  private void begin(Path file) {
    files.put(Folders.absolute(file), file);
    problems.begin(file);
    warnings.begin(file);
  }

  /** The file that is loaded. */
  public Source source() {
    return source;
  }

  /** The folder of that file, absolute; relative paths of drafts start here. */
  public Path folder() {
    return Folders.of(source.file());
  }

  /** The variables of whoever loads it. */
  public Environment environment() {
    return environment;
  }

  /** Names of services that exist beside the file and may be waited for. */
  public Set<String> others() {
    return others;
  }

  /** The tree of the file as YAML or JSON; nothing if it is empty. */
  public Optional<Node> tree() throws Unloadable {
    return tree(source);
  }

  /** The tree of another file, such as one that {@link #open} has read. */
  public Optional<Node> tree(Source other) throws Unloadable {
    return YamlReader.read(other, problems);
  }

  /**
   * Reads another file that belongs to this one.
   *
   * @throws Unloadable if it cannot be read; the problem names the file
   */
  public Source open(Path file) throws Unloadable {
    begin(file);
    return SourceFile.read(file);
  }

  /** Whether a file is one of those that were opened. */
  public boolean isOpened(Path file) {
    return files.containsKey(Folders.absolute(file));
  }

  /** Says what the file means and Reeve does not do. */
  public void warn(Spot at, String message) {
    warnings.add(at, message);
  }

  /** Says what is wrong; the file is not loaded then. */
  public void problem(Spot at, String message) {
    problems.add(at, message);
  }

  /** The same for a problem that is known already. */
  public void problem(Unloadable reason) {
    problems.add(reason.problem());
  }

  /** What admins may have the daemon run. */
  public List<AdminAction> adminActions() {
    return List.copyOf(adminActions);
  }

  void adminActions(List<AdminAction> actions) {
    adminActions.addAll(actions);
  }

  /** Where the groups of all services are, and their limits together. */
  public MasterGroup masterGroup() {
    return masterGroup;
  }

  void masterGroup(MasterGroup group) {
    masterGroup = group;
  }

  /** Says that the file wants to be applied by itself when it changes. */
  public void follow() {
    followed = true;
  }

  /** Whether it was said that it does. */
  public boolean isFollowed() {
    return followed;
  }

  void settle(Spot at) {
    problems.settle(at);
  }

  /** Whether nothing more needs to be read because enough is wrong. */
  public boolean isHopeless() {
    return problems.isFull();
  }

  /**
   * Begins a service. If there is one of that name already, that is a problem, and what is put into
   * the new draft is lost.
   *
   * @param at where it is named
   */
  public Draft service(Spot at, String name) {
    Draft draft = new Draft(this, at, name);
    Draft first = drafts.putIfAbsent(name, draft);
    if (first != null) {
      problem(at, "service '" + name + "' is declared twice; the first one is at " + first.at());
    }
    return draft;
  }

  /**
   * The same for a name that may not be one of Reeve: what cannot be in a name becomes a dash, with
   * a warning.
   */
  public Draft renamed(Spot at, String foreign) {
    String cut = foreign.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^-+", "");
    String name = cut.substring(0, Math.min(64, cut.length()));
    boolean meaning = List.of("", "all", ".", "..").contains(name);
    String fit = meaning ? "service-" + name.replace(".", "dot") : name;
    if (!fit.equals(foreign)) {
      warn(at, "'" + foreign + "' is called '" + fit + "': Reeve's names have no other characters");
    }
    return service(at, fit);
  }

  /** The service of that name, if it was begun. */
  public Optional<Draft> begun(String name) {
    return Optional.ofNullable(drafts.get(name));
  }

  /** The services as nodes of a native file. */
  public Map<String, Node.Entry> services() {
    Map<String, Node.Entry> services = new LinkedHashMap<>();
    drafts.forEach((name, draft) -> services.put(name, draft.entry()));
    return services;
  }

  /** The file and all that were opened. */
  public List<Path> files() {
    return List.copyOf(files.values());
  }
}
