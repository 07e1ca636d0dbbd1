package dev.reeve.config;

import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Problems;
import dev.reeve.core.spec.CheckSpec;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.Names;
import dev.reeve.core.spec.ServiceSpec;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether the services exist that checks start. */
final class StartTargets {
  private StartTargets() {}

  /**
   * Adds a problem for each that nobody knows.
   *
   * @param declared the names in the files, also those that stand for several services
   * @param entries the services of the files
   * @param specs those of them that could be read
   * @param others names of services that exist beside the files
   */
  static void check(
      Problems problems,
      Set<String> declared,
      Map<String, Node.Entry> entries,
      List<ServiceSpec> specs,
      Set<String> others) {
    Set<String> known = new LinkedHashSet<>(entries.keySet());
    known.addAll(others);
    Set<Object> said = new HashSet<>();
    for (ServiceSpec spec : specs) {
      Node.Entry entry = entries.get(spec.name());
      for (int i = 0; entry != null && i < spec.checks().size(); i++) {
        if (!(spec.checks().get(i).onFail() instanceof CheckSpec.OnFail.Start(String target))
            || (known.contains(target) && !target.equals(spec.name()))) {
          continue;
        }
        String path = Fields.CHECKS.path() + "." + i + ".on_fail.start";
        var at = Places.spot(entry, path, false);
        String why =
            known.contains(target)
                ? "which is the service itself; 'on_fail: restart' restarts it"
                : declared.contains(target)
                    ? "which stands for several services ('for_each'); name one of them"
                    : "which does not exist" + Names.didYouMean(target, known);
        if (said.add(at)) {
          problems.add(
              at, "service '%s': a check starts '%s', %s".formatted(spec.name(), target, why));
        }
      }
    }
  }
}
