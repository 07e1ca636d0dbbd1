package dev.reeve.daemon.control;

import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.Selection;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.core.spec.Names;
import dev.reeve.daemon.supervisor.Board;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What people name, as services and instances. */
final class Targets {
  private final Board board;

  Targets(Board board) {
    this.board = board;
  }

  /**
   * What was meant.
   *
   * @param selections without duplicates, in the order they were named
   * @param missing targets that name nothing, each with a clause that says so
   */
  record Resolved(List<Selection> selections, List<Missing> missing) {
    /** The services, each once. */
    List<String> services() {
      return selections.stream().map(Selection::service).distinct().toList();
    }
  }

  /** A target that names nothing. */
  record Missing(String target, String reason, String hint) {}

  /** Resolves names, ids, {@code name#n}, globs, {@code @group} and {@code all}; none is all. */
  Resolved resolve(List<String> targets) {
    Set<Selection> selections = new LinkedHashSet<>();
    List<Missing> missing = new ArrayList<>();
    if (targets.isEmpty()) {
      board.sorted().forEach(view -> selections.add(Selection.all(view.name())));
    }
    for (String target : targets) {
      List<Selection> found = resolve(target);
      selections.addAll(found);
      if (found.isEmpty() && !target.equals("all")) {
        missing.add(missing(target));
      }
    }
    selections.removeIf(s -> s.number() != 0 && selections.contains(Selection.all(s.service())));
    return new Resolved(List.copyOf(selections), missing);
  }

  private List<Selection> resolve(String target) {
    Optional<ServiceView> exact = board.service(target);
    if (exact.isPresent()) {
      return List.of(Selection.all(target));
    }
    if (target.equals("all")) {
      return all(view -> true);
    }
    if (target.startsWith("@")) {
      String group = target.substring(1);
      return all(view -> view.spec().groupName().equals(group));
    }
    int hash = target.lastIndexOf('#');
    if (hash > 0) {
      return instance(target.substring(0, hash), target.substring(hash + 1));
    }
    if (isNumber(target)) {
      int id = Integer.parseInt(target);
      return all(view -> view.id() == id);
    }
    if (target.indexOf('*') >= 0 || target.indexOf('?') >= 0) {
      return all(view -> Names.matches(target, view.name()));
    }
    return List.of();
  }

  private List<Selection> instance(String service, String number) {
    List<Selection> services = resolve(service);
    if (services.size() != 1 || !isNumber(number)) {
      return List.of();
    }
    String name = services.getFirst().service();
    int n = Integer.parseInt(number);
    boolean exists =
        board.service(name).stream()
            .flatMap(view -> view.instances().stream())
            .map(InstanceView::id)
            .anyMatch(id -> id.number() == n);
    return exists ? List.of(new Selection(name, n)) : List.of();
  }

  private List<Selection> all(java.util.function.Predicate<ServiceView> wanted) {
    return board.sorted().stream().filter(wanted).map(v -> Selection.all(v.name())).toList();
  }

  private Missing missing(String target) {
    if (target.startsWith("@")) {
      return new Missing(target, "no service is in this group", "see the groups with 'reeve list'");
    }
    List<String> names = board.sorted().stream().map(ServiceView::name).toList();
    int hash = target.lastIndexOf('#');
    if (hash > 0 && board.service(target.substring(0, hash)).isPresent()) {
      return new Missing(
          target,
          "there is no such instance",
          "see them with 'reeve status " + target.substring(0, hash) + "'");
    }
    return new Missing(
        target,
        "no such service" + Names.didYouMean(target, names),
        names.isEmpty()
            ? "there is none yet; 'reeve start PROGRAM' or 'reeve start FILE' makes one"
            : "see all with 'reeve list'");
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.length() < 10 && text.chars().allMatch(Character::isDigit);
  }
}
