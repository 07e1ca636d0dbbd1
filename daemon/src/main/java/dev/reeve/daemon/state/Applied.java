package dev.reeve.daemon.state;

import dev.reeve.api.Wire;
import dev.reeve.core.plan.Plan;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.SpecReader;
import dev.reeve.core.spec.SpecWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What there was before the latest applications of files, so that each can be taken back. A file of
 * its own, as it changes seldom and may be large. Callers see to it that one thread uses it at a
 * time.
 */
public final class Applied {
  /** How many are kept. */
  public static final int KEPT = 5;

  private final StateFile file;

  /** Nothing is read yet; the folder must exist when something is written. */
  public Applied(Path file) {
    this.file = new StateFile(file);
  }

  /**
   * An application.
   *
   * @param at when
   * @param source the file that was applied
   * @param before services that it changed or deleted, as they were
   * @param added names of services that it created
   */
  public record Step(String at, String source, List<Plan.Existing> before, List<String> added) {}

  /** The latest one that was not taken back. */
  public Optional<Step> latest() {
    Deque<Map<?, ?>> steps = steps();
    return steps.isEmpty() ? Optional.empty() : Optional.of(step(steps.getLast()));
  }

  /**
   * Notes one, on disk when this returns.
   *
   * @throws IOException if it cannot be written; nothing is noted then
   */
  public void push(Instant at, String source, List<Plan.Existing> before, List<String> added)
      throws IOException {
    List<Object> services = new ArrayList<>();
    for (Plan.Existing service : before) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("name", service.spec().name());
      tree.put("source", service.source());
      tree.put("spec", SpecWriter.declared(service.spec()));
      services.add(tree);
    }
    Map<String, Object> step = new LinkedHashMap<>();
    step.put("at", at.toString());
    step.put("source", source);
    step.put("before", services);
    step.put("added", added);
    Deque<Map<?, ?>> steps = steps();
    steps.addLast(step);
    while (steps.size() > KEPT) {
      steps.removeFirst();
    }
    store(steps);
  }

  /**
   * Forgets the latest one.
   *
   * @throws IOException if that cannot be written
   */
  public void pop() throws IOException {
    Deque<Map<?, ?>> steps = steps();
    steps.pollLast();
    store(steps);
  }

  private void store(Deque<Map<?, ?>> steps) throws IOException {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("version", 1);
    document.put("applied", new ArrayList<>(steps));
    file.store(Wire.writeTree(document));
  }

  private Deque<Map<?, ?>> steps() {
    Deque<Map<?, ?>> steps = new ArrayDeque<>();
    Object all = file.load().document().map(document -> document.get("applied")).orElse(null);
    if (all instanceof Collection<?> items) {
      for (Object item : items) {
        if (item instanceof Map<?, ?> step) {
          steps.addLast(step);
        }
      }
    }
    return steps;
  }

  private static Step step(Map<?, ?> tree) {
    List<Plan.Existing> before = new ArrayList<>();
    if (tree.get("before") instanceof Collection<?> services) {
      for (Object item : services) {
        if (item instanceof Map<?, ?> service && service.get("spec") instanceof Map<?, ?> spec) {
          Optional<ServiceSpec> read =
              SpecReader.read(text(service, "name"), spec, Path.of("/")).spec();
          read.ifPresent(s -> before.add(new Plan.Existing(s, text(service, "source"))));
        }
      }
    }
    List<String> added = new ArrayList<>();
    if (tree.get("added") instanceof Collection<?> names) {
      names.forEach(name -> added.add(String.valueOf(name)));
    }
    return new Step(text(tree, "at"), text(tree, "source"), before, added);
  }

  private static String text(Map<?, ?> tree, String key) {
    return tree.get(key) instanceof String text ? text : "";
  }
}
