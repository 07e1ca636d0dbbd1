package dev.reeve.cli;

import dev.reeve.config.Export;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.SpecWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What taking over would do, without doing it. */
final class MigrationPlan {
  private final Call call;
  private final Origin origin;
  private final Set<String> existing;

  MigrationPlan(Call call, Origin origin, Set<String> existing) {
    this.call = call;
    this.origin = origin;
    this.existing = existing;
  }

  /** Prints the steps as comments of a native file, so that the whole is one. */
  int print(List<Origin.Migrant> migrants) {
    if (call.json()) {
      List<Map<String, Object>> all = new ArrayList<>();
      migrants.forEach(migrant -> all.add(tree(migrant)));
      call.printJsonText(Json.text(all));
      return exit(migrants);
    }
    List<ServiceSpec> specs = new ArrayList<>();
    for (Origin.Migrant migrant : migrants) {
      call.out.line("# " + Clean.line(migrant.name()) + ":");
      for (String step : steps(migrant)) {
        call.out.line("#   " + Clean.line(step));
      }
      for (String warning : migrant.warnings()) {
        call.out.line("#   warning: " + Clean.line(warning));
      }
      migrant.spec().ifPresent(specs::add);
    }
    if (!specs.isEmpty()) {
      Export.write(Export.Format.NATIVE, specs, false).files().values().forEach(call.out::add);
    }
    call.out.flush();
    return exit(migrants);
  }

  private int exit(List<Origin.Migrant> migrants) {
    return migrants.stream().allMatch(m -> refusal(m).isEmpty()) ? 0 : 1;
  }

  private Map<String, Object> tree(Origin.Migrant migrant) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("target", migrant.spec().map(ServiceSpec::name).orElse(migrant.name()));
    tree.put("from", migrant.name());
    tree.put("ok", refusal(migrant).isEmpty());
    tree.put("running", migrant.running());
    tree.put("steps", steps(migrant));
    tree.put("warnings", migrant.warnings());
    migrant.spec().ifPresent(spec -> tree.put("spec", SpecWriter.declared(spec)));
    return tree;
  }

  private String refusal(Origin.Migrant migrant) {
    String name = migrant.spec().map(ServiceSpec::name).orElse("");
    return !migrant.problem().isEmpty()
        ? migrant.problem()
        : existing.contains(name) ? "a service '" + name + "' exists already" : "";
  }

  private List<String> steps(Origin.Migrant migrant) {
    String refusal = refusal(migrant);
    if (!refusal.isEmpty()) {
      return List.of("is left where it is: " + refusal);
    }
    String name = migrant.spec().map(ServiceSpec::name).orElse("");
    List<String> steps = new ArrayList<>();
    String stop = origin.stopLine(migrant);
    if (migrant.running() && !stop.isEmpty()) {
      steps.add(stop);
    }
    steps.add(
        migrant.running()
            ? "start '" + name + "' in Reeve and wait until it runs"
            : "declare '" + name + "' in Reeve, stopped as it is");
    if (migrant.running() && !stop.isEmpty()) {
      steps.add("if it does not: " + origin.startLine(migrant));
    }
    String leave = origin.leaveLine(migrant);
    if (!leave.isEmpty()) {
      steps.add(leave);
    }
    return steps;
  }
}
