package dev.reeve.daemon.state;

import dev.reeve.api.Version;
import dev.reeve.api.Wire;
import dev.reeve.core.engine.Desired;
import dev.reeve.core.engine.Exit;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.Memory;
import dev.reeve.core.engine.RolloutView;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.core.engine.State;
import dev.reeve.core.engine.UserFlag;
import dev.reeve.core.spec.Problem;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.SpecReader;
import dev.reeve.core.spec.SpecWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of all services as a JSON document and back. Version {@value #VERSION}; a reader takes
 * what it knows of any version, as fields are only ever added.
 */
public final class StateDocument {
  private static final String OUT_OF_MEMORY = "oom:";

  /** Grows with each released change of the document. */
  public static final int VERSION = 1;

  private record Cached(ServiceView view, String json) {}

  private final String bootId;
  private final List<String> unreadable;
  private final ConcurrentHashMap<String, Cached> cache = new ConcurrentHashMap<>();

  /**
   * A document of this boot.
   *
   * @param unreadable services of an earlier document that could not be read, to be written again
   *     as they stood there
   */
  public StateDocument(String bootId, List<Map<String, Object>> unreadable) {
    this.bootId = bootId;
    this.unreadable = unreadable.stream().map(Wire::writeTree).toList();
  }

  /** Writes the document. What has not changed since the last time is not made again. */
  public String write(Collection<ServiceView> services, boolean halted, int nextId) {
    StringBuilder text = new StringBuilder("{\"version\":" + VERSION);
    text.append(",\"program\":\"").append(Version.CURRENT);
    text.append("\",\"boot_id\":\"").append(bootId);
    text.append("\",\"halted\":").append(halted);
    text.append(",\"next_id\":").append(nextId);
    text.append(",\"services\":[");
    String separator = "\n";
    Set<String> names = new HashSet<>();
    for (ServiceView view : services) {
      text.append(separator).append(json(view));
      separator = ",\n";
      names.add(view.name());
    }
    cache.keySet().retainAll(names);
    for (String json : unreadable) {
      text.append(separator).append(json);
      separator = ",\n";
    }
    return text.append("\n]}").toString();
  }

  // Views are immutable, and comparing two of them costs as much as writing one.
  @SuppressWarnings("ReferenceEquality")
  private String json(ServiceView view) {
    Cached cached = cache.get(view.name());
    if (cached == null || cached.view != view) {
      cached = new Cached(view, Wire.writeTree(tree(view)));
      cache.put(view.name(), cached);
    }
    return cached.json;
  }

  private static Map<String, Object> tree(ServiceView view) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", view.id());
    tree.put("name", view.name());
    tree.put("desired", word(view.desired()));
    if (!view.source().isEmpty()) {
      tree.put("source", view.source());
    }
    if (!view.flags().isEmpty()) {
      tree.put("flags", view.flags().stream().map(StateDocument::tree).toList());
    }
    view.rollout().ifPresent(rollout -> tree.put("rollout", tree(rollout)));
    tree.put("spec", SpecWriter.declared(view.spec()));
    List<Object> instances = new ArrayList<>();
    for (InstanceView instance : view.instances()) {
      instances.add(tree(instance));
    }
    tree.put("instances", instances);
    return tree;
  }

  private static Map<String, Object> tree(UserFlag flag) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", flag.name());
    Instant until = flag.until();
    if (until != null) {
      tree.put("until", until.toString());
    }
    tree.put("by", flag.by());
    return tree;
  }

  private static Map<String, Object> tree(RolloutView rollout) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("why", rollout.why());
    tree.put("all", rollout.all());
    List<Object> outdated = new ArrayList<>();
    rollout
        .outdated()
        .forEach((number, generation) ->
            outdated.add(Map.of("number", number, "generation", generation)));
    tree.put("outdated", outdated);
    tree.put("resting", rollout.resting());
    return tree;
  }

  private static Map<String, Object> tree(InstanceView instance) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("number", instance.id().number());
    tree.put("desired", word(instance.desired()));
    tree.put("state", instance.state().word());
    tree.put("generation", instance.generation());
    tree.put("restarts", instance.restarts());
    tree.put("reason", instance.reason());
    InstanceView.LastExit last = instance.lastExit();
    if (last != null) {
      tree.put("last_exit", exit(last.exit()));
      tree.put("last_exit_at", last.at().toString());
      tree.put("last_exit_generation", last.generation());
    }
    return tree;
  }

  private static String word(Desired desired) {
    return desired.name().toLowerCase(Locale.ROOT);
  }

  private static String exit(Exit exit) {
    return switch (exit) {
      case Exit.Code(int code) -> Integer.toString(code);
      case Exit.Signalled(String signal, boolean core) -> "SIG" + signal + (core ? "+core" : "");
      case Exit.OutOfMemory(long limit) -> OUT_OF_MEMORY + limit;
      case Exit.Unknown() -> "unknown";
    };
  }

  private static Exit exit(String text) {
    if (text.matches(OUT_OF_MEMORY + "\\d{1,18}")) {
      return new Exit.OutOfMemory(Long.parseLong(text.substring(OUT_OF_MEMORY.length())));
    }
    if (text.startsWith("SIG")) {
      boolean core = text.endsWith("+core");
      return new Exit.Signalled(text.substring(3, text.length() - (core ? 5 : 0)), core);
    }
    try {
      return new Exit.Code(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return new Exit.Unknown();
    }
  }

  /** Reads a document; a service that cannot be read is complained about and left out. */
  public static Remembered read(Map<String, Object> document) {
    List<Memory.Kept> services = new ArrayList<>();
    List<Map<String, Object>> unreadable = new ArrayList<>();
    List<String> complaints = new ArrayList<>();
    for (Object item : list(document.get("services"))) {
      Map<?, ?> tree = map(item);
      String name = text(tree.get("name"));
      SpecReader.Reading reading = SpecReader.read(name, map(tree.get("spec")), Path.of("/"));
      Optional<ServiceSpec> spec = reading.spec();
      if (spec.isPresent()) {
        services.add(kept(tree, spec.get()));
      } else {
        unreadable.add(copy(tree));
        for (Problem problem : reading.problems()) {
          complaints.add("service '" + name + "': " + problem.message());
        }
      }
    }
    return new Remembered(
        text(document.get("boot_id")),
        Boolean.TRUE.equals(document.get("halted")),
        (int) number(document.get("next_id")),
        services,
        unreadable,
        complaints);
  }

  private static Map<String, Object> copy(Map<?, ?> tree) {
    Map<String, Object> copy = new LinkedHashMap<>();
    tree.forEach((key, value) -> copy.put(String.valueOf(key), value));
    return copy;
  }

  private static Memory.Kept kept(Map<?, ?> tree, ServiceSpec spec) {
    List<Memory.KeptInstance> instances = new ArrayList<>();
    for (Object item : list(tree.get("instances"))) {
      instances.add(instance(map(item)));
    }
    return new Memory.Kept(
        (int) number(tree.get("id")),
        spec,
        desired(tree.get("desired")),
        instances,
        text(tree.get("source")),
        list(tree.get("flags")).stream().map(flag -> flag(map(flag))).toList(),
        rollout(map(tree.get("rollout"))));
  }

  private static Optional<RolloutView> rollout(Map<?, ?> tree) {
    if (tree.isEmpty()) {
      return Optional.empty();
    }
    TreeMap<Integer, Long> outdated = new TreeMap<>();
    for (Object item : list(tree.get("outdated"))) {
      Map<?, ?> its = map(item);
      outdated.put((int) number(its.get("number")), number(its.get("generation")));
    }
    return Optional.of(
        new RolloutView(
            text(tree.get("why")),
            (int) number(tree.get("all")),
            outdated,
            (int) number(tree.get("resting"))));
  }

  private static UserFlag flag(Map<?, ?> tree) {
    String until = text(tree.get("until"));
    return new UserFlag(
        text(tree.get("name")), until.isEmpty() ? null : instant(until), text(tree.get("by")));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  private static Memory.KeptInstance instance(Map<?, ?> tree) {
    return new Memory.KeptInstance(
        (int) number(tree.get("number")),
        state(text(tree.get("state"))),
        number(tree.get("generation")),
        (int) number(tree.get("restarts")),
        text(tree.get("reason")),
        lastExit(tree),
        desired(tree.get("desired")));
  }

  private static InstanceView.@Nullable LastExit lastExit(Map<?, ?> tree) {
    String exit = text(tree.get("last_exit"));
    if (exit.isEmpty()) {
      return null;
    }
    Instant at = instant(text(tree.get("last_exit_at")));
    return new InstanceView.LastExit(exit(exit), at, number(tree.get("last_exit_generation")));
  }

  private static State state(String word) {
    for (State state : State.values()) {
      if (state.word().equals(word)) {
        return state;
      }
    }
    return State.STOPPED;
  }

  private static Desired desired(@Nullable Object word) {
    for (Desired desired : Desired.values()) {
      if (word(desired).equals(word)) {
        return desired;
      }
    }
    return Desired.DOWN;
  }

  private static Collection<?> list(@Nullable Object tree) {
    return tree instanceof Collection<?> list ? list : List.of();
  }

  private static Map<?, ?> map(@Nullable Object tree) {
    return tree instanceof Map<?, ?> map ? map : Map.of();
  }

  private static String text(@Nullable Object tree) {
    return tree instanceof String text ? text : "";
  }

  private static long number(@Nullable Object tree) {
    return tree instanceof Number n ? n.longValue() : 0;
  }
}
