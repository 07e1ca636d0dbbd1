package dev.reeve.daemon.control;

import dev.reeve.api.ActionResult;
import dev.reeve.api.ApiException;
import dev.reeve.api.Definition;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Methods;
import dev.reeve.api.Progress;
import dev.reeve.core.engine.Desired;
import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.Order;
import dev.reeve.core.engine.Selection;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.core.engine.State;
import dev.reeve.core.spec.Names;
import dev.reeve.core.spec.Problem;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.SpecReader;
import dev.reeve.core.spec.SpecWriter;
import dev.reeve.daemon.groups.GroupTree;
import dev.reeve.daemon.groups.NoLimits;
import dev.reeve.daemon.sandbox.Sandbox;
import dev.reeve.daemon.sandbox.Unconfinable;
import dev.reeve.daemon.supervisor.Board;
import dev.reeve.daemon.supervisor.Loop;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.Rights;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Creates and changes services. */
final class Definitions {
  private final Board board;
  private final Loop loop;
  private final ServiceActions actions;
  private final GroupTree groups;
  private final Consumer<Set<String>> loaded;

  /**
   * @param groups asked whether limits can be set
   * @param loaded told of files that services came from
   */
  Definitions(
      Board board,
      Loop loop,
      ServiceActions actions,
      GroupTree groups,
      Consumer<Set<String>> loaded) {
    this.board = board;
    this.loop = loop;
    this.actions = actions;
    this.groups = groups;
    this.loaded = loaded;
  }

  void bind(Registry registry) {
    registry.bind(Methods.DEFINE, this::define);
  }

  private ActionResult.All define(Call<Definition, Progress> call)
      throws ApiException, IOException, InterruptedException {
    Instant since = Instant.now();
    Definition definition = call.params();
    List<ServiceSpec> specs = new ArrayList<>();
    for (Definition.Service service : definition.services()) {
      specs.add(read(service, definition.patch()));
    }
    List<Selection> selections = specs.stream().map(s -> Selection.all(s.name())).toList();
    Map<InstanceId, Long> before =
        new Waiting(board).generations(specs.stream().map(ServiceSpec::name).toList());
    Order order =
        new Order.Define(
            specs,
            definition.refuseExisting() ? Order.Existing.REFUSE : Order.Existing.REPLACE,
            definition.start(),
            definition.restart(),
            sources(definition.services()));
    Loop.Reply reply = ServiceActions.ask(loop, call.caller(), order);
    loaded.accept(Set.copyOf(sources(definition.services()).values()));
    List<ActionResult> results = new ArrayList<>(ServiceActions.refusals(reply, List.of()));
    List<Selection> accepted = ServiceActions.accepted(selections, results);
    if (!results.isEmpty() || !definition.await()) {
      results.addAll(actions.settle(accepted, ServiceActions::there, since, 0, call.items()));
      return new ActionResult.All(results);
    }
    for (ActionResult result :
        actions.settle(
            accepted,
            (service, instance) -> judged(definition.start(), service, instance, before),
            since,
            0,
            call.items())) {
      results.add(result);
      if (definition.refuseExisting() && !result.ok() && neverRan(result.target())) {
        // Nobody would want to correct a first try by a second command for the same name.
        ServiceActions.ask(loop, call.caller(), new Order.Delete(List.of(result.target())));
      }
    }
    return new ActionResult.All(results);
  }

  /**
   * A service that is not wanted up is where it should be; so is one that a change did not touch.
   */
  static Waiting.Verdict judged(
      boolean start, ServiceView service, InstanceView instance, Map<InstanceId, Long> before) {
    boolean isTouched =
        instance.generation() > before.getOrDefault(instance.id(), 0L)
            || instance.state() == State.STARTING
            || instance.state() == State.STOPPING;
    return service.desired() == Desired.UP && (start || isTouched)
        ? Waiting.started(service, instance, before)
        : new Waiting.Verdict.There();
  }

  private boolean neverRan(String name) {
    return board
        .service(name)
        .map(ServiceView::instances)
        .filter(instances ->
            instances.stream().allMatch(i -> i.state() == State.FAILED && i.lastExit() == null))
        .isPresent();
  }

  /** Which file declares each of them, where one does. */
  static Map<String, String> sources(List<Definition.Service> services) {
    Map<String, String> sources = new LinkedHashMap<>();
    for (Definition.Service service : services) {
      if (!service.source().isEmpty()) {
        sources.put(service.name(), service.source());
      }
    }
    return sources;
  }

  /**
   * The spec of a declaration.
   *
   * @param patch whether it is laid over what exists
   */
  ServiceSpec read(Definition.Service service, boolean patch) throws ApiException {
    Path base;
    try {
      base = Path.of(service.base().isEmpty() ? "/" : service.base());
    } catch (InvalidPathException e) {
      throw new ApiException(ErrorCode.USAGE, "the base is not a path: " + e.getReason(), "");
    }
    if (!base.isAbsolute()) {
      throw new ApiException(ErrorCode.USAGE, "the base must be absolute: " + base, "");
    }
    Map<String, Object> tree = service.spec();
    if (patch) {
      ServiceView existing =
          board
              .service(service.name())
              .orElseThrow(() ->
                  new ApiException(
                      ErrorCode.UNKNOWN_SERVICE,
                      service.name()
                          + ": no such service"
                          + Names.didYouMean(
                              service.name(),
                              board.services().stream().map(ServiceView::name).toList()),
                      "see all with 'reeve list'"));
      tree = laidOver(SpecWriter.declared(existing.spec()), tree);
    }
    SpecReader.Reading reading = SpecReader.read(service.name(), tree, base);
    ServiceSpec spec =
        reading
            .spec()
            .orElseThrow(() -> new ApiException(ErrorCode.USAGE, message(reading.problems()), ""));
    try {
      groups.check(spec.resources());
    } catch (NoLimits e) {
      String whose = "'resources' of '%s': %s".formatted(spec.name(), e.reason());
      throw new ApiException(ErrorCode.FAILED, whose, e.advice());
    }
    confinable(spec);
    return spec;
  }

  private static void confinable(ServiceSpec spec) throws ApiException {
    try {
      Sandbox.check(spec, Rights.own());
    } catch (Unconfinable e) {
      String whose = "'sandbox' of '%s': %s".formatted(spec.name(), e.reason());
      throw new ApiException(ErrorCode.FAILED, whose, e.advice());
    } catch (LinuxException e) {
      throw new ApiException(ErrorCode.FAILED, String.valueOf(e.getMessage()), "");
    }
  }

  private static String message(List<Problem> problems) {
    return String.join("; ", problems.stream().map(Problem::message).toList());
  }

  /** Maps are laid over maps; null takes away what was there; everything else takes its place. */
  private static Map<String, Object> laidOver(Map<?, ?> below, Map<?, ?> above) {
    Map<String, Object> result = new LinkedHashMap<>();
    below.forEach((key, value) -> result.put(String.valueOf(key), value));
    above.forEach((key, value) -> {
      Object old = result.get(String.valueOf(key));
      if (value == null) {
        result.remove(String.valueOf(key));
        return;
      }
      if (old == null && value instanceof Map<?, ?>) {
        old = Map.of(); // so that nulls in it mean nothing
      }
      Object laid = value;
      if (old instanceof Map<?, ?> oldMap) {
        Map<?, ?> pairs = value instanceof Collection<?> list ? pairs(list) : Map.of();
        laid =
            value instanceof Map<?, ?> newMap
                ? laidOver(oldMap, newMap)
                : pairs.isEmpty() ? value : laidOver(oldMap, pairs);
      }
      result.put(String.valueOf(key), laid);
    });
    return result;
  }

  /** {@code KEY=VALUE} words as a map; empty if one of them is something else. */
  private static Map<String, Object> pairs(Collection<?> list) {
    Map<String, Object> pairs = new LinkedHashMap<>();
    for (Object item : list) {
      String text = String.valueOf(item);
      int equals = text.indexOf('=');
      if (equals < 1) {
        return Map.of();
      }
      pairs.put(text.substring(0, equals), text.substring(equals + 1));
    }
    return pairs;
  }
}
