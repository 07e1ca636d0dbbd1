package dev.reeve.cli;

import dev.reeve.api.Action;
import dev.reeve.api.ActionResult;
import dev.reeve.api.ApiException;
import dev.reeve.api.Definition;
import dev.reeve.api.Description;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.EventItem;
import dev.reeve.api.EventQuery;
import dev.reeve.api.LogLine;
import dev.reeve.api.LogQuery;
import dev.reeve.api.Methods;
import dev.reeve.api.Query;
import dev.reeve.api.ServiceRow;
import dev.reeve.client.Client;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.SignalNames;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Starts services, shows what they do, and stops them again when it is time. */
final class Foreground {
  private static final Set<String> DONE = Set.of("completed", "stopped", "failed");

  private final Call call;
  private final DeclaredFile declared;
  private final boolean keepGoing;
  private final BlockingQueue<News> news = new LinkedBlockingQueue<>();

  /** Times of records have no more digits than this. */
  private final Instant begin = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  private final Set<String> scheduled = new LinkedHashSet<>();

  /** When one of them has ended for good, it is over. */
  private final Set<String> essential = new LinkedHashSet<>();

  /** Started here, so they are stopped here. */
  private final Set<String> ours = new LinkedHashSet<>();

  /** Ran already. */
  private final Set<String> left = new LinkedHashSet<>();

  private int failure;

  Foreground(Call call, DeclaredFile declared, boolean keepGoing) {
    this.call = call;
    this.declared = declared;
    this.keepGoing = keepGoing;
    for (ServiceSpec spec : declared.specs()) {
      if (spec.schedule().isPresent()) {
        scheduled.add(spec.name());
      }
      if (spec.essential()) {
        essential.add(spec.name());
      }
    }
  }

  /** Does it all; returns the exit code. */
  int run() throws Complaint, ApiException {
    Client client = call.client(Daemon.Need.START);
    call.invocation.terminal().signals().accept(n -> news.add(new News.Signalled(n)));
    sort(client);
    Definition definition =
        new Definition(declared.definitions(call), false, false, true, false, false);
    List<ActionResult> defined = client.call(Methods.DEFINE, definition).results();
    if (Results.exit(defined) != 0) {
      return Results.print(call, defined, "start", "");
    }
    Stage stage = new Stage(call, shown(client));
    List<String> names = names();
    LogQuery lines = new LogQuery(names, "", -1, begin.toString(), "", false, false, true, false);
    EventQuery events = new EventQuery(names, -1, begin.toString(), true);
    try (Background _ =
            new Background(
                call,
                "output",
                own -> own.call(Methods.LOGS, lines, batch -> show(stage, batch)),
                e -> news.add(new News.Lost(e)));
        Background _ =
            new Background(
                call,
                "journal",
                own -> own.call(Methods.EVENTS, events, batch -> show(stage, batch)),
                e -> news.add(new News.Lost(e)))) {
      Action start = new Action(declared.names(), false, false, 0);
      List<ActionResult> results = client.call(Methods.START, start).results();
      int exit = Results.exit(results) == 0 ? attend(client, stage) : 1;
      exit = end(client, stage, exit);
      catchUp(client, stage);
      if (!left.isEmpty()) {
        stage.say("left running, as before: " + String.join(", ", left));
      }
      Results.print(call, results.stream().filter(result -> !result.ok()).toList(), "start", "");
      return exit;
    }
  }

  /** Tells those that run already from those that are started here, needed ones included. */
  private void sort(Client client) throws ApiException {
    Map<String, Description> known = new HashMap<>();
    for (Description each : client.call(Methods.DESCRIBE, new Query(List.of())).services()) {
      known.put(each.service().name(), each);
    }
    Map<String, ServiceSpec> specs = new HashMap<>();
    declared.specs().forEach(spec -> specs.put(spec.name(), spec));
    List<String> open = new ArrayList<>(declared.names());
    Set<String> seen = new LinkedHashSet<>(open);
    for (int i = 0; i < open.size(); i++) {
      String name = open.get(i);
      Description there = known.get(name);
      ServiceSpec spec = specs.get(name);
      boolean isUp = there != null && !isDone(there.service());
      if (isUp && spec != null) {
        left.add(name);
      } else if (!isUp) {
        ours.add(name);
      }
      Set<String> needs =
          spec != null
              ? spec.dependsOn().keySet()
              : there != null ? Graph.needs(there).services().keySet() : Set.of();
      for (String need : needs) {
        if (seen.add(need)) {
          open.add(need);
        }
      }
    }
  }

  private static boolean isDone(ServiceRow service) {
    return service.instances().stream().allMatch(one -> DONE.contains(one.state()));
  }

  private List<String> names() {
    List<String> names = new ArrayList<>(ours);
    names.addAll(left);
    return names;
  }

  /** Those of ours that exist now: somebody else may delete them. */
  private List<ServiceRow> shown(Client client) throws ApiException {
    return client.call(Methods.LIST, new Query(List.of())).services().stream()
        .filter(row -> ours.contains(row.name()) || left.contains(row.name()))
        .toList();
  }

  private void show(Stage stage, LogLine.Batch batch) {
    stage.lines(batch);
    if (stage.isDeaf()) {
      news.add(new News.NobodyReads());
    }
  }

  private void show(Stage stage, EventItem.Batch batch) {
    for (EventItem event : batch.events()) {
      stage.event(event);
      news.add(new News.Happened(event));
    }
    if (stage.isDeaf()) {
      news.add(new News.NobodyReads());
    }
  }

  /** Looks on until there is a reason to end; returns the exit code. */
  private int attend(Client client, Stage stage) throws ApiException {
    for (ServiceRow row : shown(client)) {
      if (left.contains(row.name())) {
        stage.say(row.name() + " runs already");
      }
    }
    boolean over = look(client, stage, "");
    while (!over) {
      switch (next()) {
        case News.Happened(EventItem event) ->
            over =
                (DONE.contains(event.event()) || event.event().equals("deleted"))
                    && look(client, stage, event.service());
        case News.Signalled(int number) -> {
          return failure > 0 ? failure : 128 + number;
        }
        case News.NobodyReads() -> over = true;
        case News.Lost(ApiException why) -> throw why;
        case News.Stopped(var results) -> {} // nobody has asked for it yet
      }
    }
    return failure;
  }

  /** Whether it is time to end; {@code first} is asked first whether it has failed. */
  private boolean look(Client client, Stage stage, String first) throws ApiException {
    List<ServiceRow> rows = new ArrayList<>(shown(client));
    rows.sort(java.util.Comparator.comparing(row -> !row.name().equals(first)));
    for (ServiceRow row : rows) {
      for (ServiceRow.InstanceRow instance : row.instances()) {
        if (essential.contains(row.name()) && DONE.contains(instance.state())) {
          stage.say(row.name() + " has ended, and is essential");
          failure = status(instance);
          return true;
        }
        if (failure == 0 && instance.state().equals("failed") && !scheduled.contains(row.name())) {
          failure = code(instance);
          if (!keepGoing) {
            stage.say(row.name() + " has failed; stopping what was started");
          }
        }
      }
    }
    boolean done = rows.stream().allMatch(row -> isDone(row) && !scheduled.contains(row.name()));
    return done || (failure > 0 && !keepGoing);
  }

  /** The exit code of what has failed, unless it is of an earlier life. */
  private int code(ServiceRow.InstanceRow instance) {
    ServiceRow.LastExit last = instance.lastExit();
    Integer code = last == null ? null : last.code();
    boolean recent = last != null && !Instant.parse(last.at()).isBefore(begin);
    return recent && code != null && code > 0 ? code : ErrorCode.FAILED.exit();
  }

  /** How an essential one ended, as a shell has it: 128 and more for a signal. */
  private int status(ServiceRow.InstanceRow instance) {
    ServiceRow.LastExit last = instance.lastExit();
    String signal = last == null ? null : last.signal();
    return signal == null
        ? instance.state().equals("failed") ? code(instance) : 0
        : 128 + SignalNames.ALL.indexOf(signal) + 1;
  }

  private News next() throws ApiException {
    try {
      return news.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiException(ErrorCode.FAILED, "the wait was interrupted", "");
    }
  }

  /** Stops what was started; a further signal kills, and one more leaves at once. */
  private int end(Client client, Stage stage, int exit) throws ApiException {
    List<String> names =
        shown(client).stream()
            .filter(row -> ours.contains(row.name()) && !isDone(row))
            .map(ServiceRow::name)
            .toList();
    if (names.isEmpty()) {
      return exit;
    }
    stage.say("stopping " + String.join(", ", names));
    boolean forced = false;
    try (Background _ = stop(names, false)) {
      Background hard = null;
      try {
        while (true) {
          switch (next()) {
            case News.Stopped(List<ActionResult> results) -> {
              int stopped = Results.print(call, results, "stop", "");
              return exit == 0 ? stopped : exit;
            }
            case News.Signalled(int number) -> {
              if (forced) {
                return exit;
              }
              forced = true;
              stage.say("killing them");
              hard = stop(names, true);
            }
            case News.Lost(ApiException why) -> throw why;
            case News.Happened(var event) -> {}
            case News.NobodyReads() -> {}
          }
        }
      } finally {
        if (hard != null) {
          hard.close();
        }
      }
    }
  }

  private Background stop(List<String> names, boolean force) throws ApiException {
    Action action = new Action(names, force, true, 0);
    return new Background(
        call,
        force ? "kill" : "stop",
        own -> news.add(new News.Stopped(own.call(Methods.STOP, action).results())),
        e -> news.add(new News.Lost(e)));
  }

  /** Waits until the last that was written is shown. */
  private void catchUp(Client client, Stage stage) throws ApiException {
    long deadline = System.nanoTime() + 5_000_000_000L;
    List<ServiceRow> rows = shown(client);
    for (ServiceRow row : rows) {
      if (!ours.contains(row.name())) {
        continue;
      }
      for (ServiceRow.InstanceRow instance : row.instances()) {
        String target = row.name() + "#" + instance.instance();
        for (String stream : List.of("out", "err")) {
          LogQuery last =
              new LogQuery(
                  List.of(target), stream, 1, begin.toString(), "", false, false, false, false);
          List<LogLine> lines = new ArrayList<>();
          client.call(Methods.LOGS, last, batch -> lines.addAll(batch.lines()));
          if (!lines.isEmpty() && !stage.awaitLine(lines.getLast(), deadline)) {
            return;
          }
        }
      }
    }
    List<EventItem> events = new ArrayList<>();
    EventQuery last = new EventQuery(names(), 1, begin.toString(), false);
    client.call(Methods.EVENTS, last, batch -> events.addAll(batch.events()));
    if (!events.isEmpty()) {
      stage.awaitEvent(events.getLast().seq(), deadline);
    }
  }
}
