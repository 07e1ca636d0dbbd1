package dev.reeve.cli;

import dev.reeve.api.Action;
import dev.reeve.api.ActionResult;
import dev.reeve.api.ApiException;
import dev.reeve.api.Definition;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.EventItem;
import dev.reeve.api.EventQuery;
import dev.reeve.api.LogLine;
import dev.reeve.api.LogQuery;
import dev.reeve.api.Methods;
import dev.reeve.api.ServiceRow;
import dev.reeve.core.spec.SignalNames;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Starts services, shows what they do, and stops them again when it is time. */
final class Foreground {
  private final Call call;
  private final DeclaredFile declared;
  private final boolean keepGoing;
  private final boolean debug;
  private final @Nullable Door door;
  private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
  private final Stage stage;
  private final Link link;
  private final Crew crew;
  private final Streams streams;
  private int failure;

  /**
   * Prepares.
   *
   * @param door where more services are submitted; without it the foreground ends when all are done
   */
  Foreground(Call call, DeclaredFile declared, @Nullable Door door) throws Complaint, ApiException {
    this.call = call;
    this.declared = declared;
    this.keepGoing = call.arguments.has(UpCommand.KEEP_GOING);
    this.debug = call.arguments.has(UpCommand.DEBUG);
    if (debug && !call.invocation.terminal().errIsScreen()) {
      throw call.arguments.complaint("--debug waits for a person, and this is no terminal");
    }
    this.door = door;
    this.stage = new Stage(call);
    this.link = new Link(call, Daemon.Need.START, stage::say);
    call.invocation.terminal().signals().accept(n -> news.add(new News.Signalled(n)));
    this.crew = Crew.of(link, declared);
    this.streams = new Streams(call, crew, stage, news::add);
  }

  /** Does it all; returns the exit code. */
  int run() throws ApiException {
    Definition definition =
        new Definition(declared.definitions(call), false, false, true, false, false);
    List<ActionResult> defined = link.call(Methods.DEFINE, definition).results();
    if (Results.exit(defined) != 0) {
      return Results.print(call, defined, "start", "");
    }
    try (link;
        streams) {
      streams.open(link, crew.rows(link));
      Action start = new Action(declared.names(), false, false, 0);
      List<ActionResult> results = link.call(Methods.START, start).results();
      int exit = Results.exit(results) == 0 ? attend() : ErrorCode.FAILED.exit();
      if (debug && failure > 0) {
        awaitPerson();
      }
      exit = end(exit);
      catchUp();
      stage.leaveFullScreen();
      if (!crew.left().isEmpty()) {
        stage.say("left running, as before: " + String.join(", ", crew.left()));
      }
      Results.print(call, results.stream().filter(result -> !result.ok()).toList(), "start", "");
      return exit;
    }
  }

  /** Looks on until there is a reason to end; returns the exit code. */
  private int attend() throws ApiException {
    for (ServiceRow row : crew.rows(link)) {
      if (!crew.isOurs(row.name())) {
        stage.say(row.name() + " runs already");
      }
    }
    Submissions submissions = new Submissions(call, declared, link, crew, streams, stage);
    try (Inlet _ = inlet()) {
      boolean over = look("");
      while (!over) {
        switch (next()) {
          case News.Happened(EventItem event) ->
              over = Crew.ends(event.event()) && look(event.service());
          case News.Signalled(int number) -> {
            return failure > 0 ? failure : 128 + number;
          }
          case News.NobodyReads() -> over = true;
          case News.Lost(ApiException why, int era) -> {
            over = recovered(why, era) && look("");
          }
          case News.Submitted(Submission submission) -> over = submissions.take(submission);
          case News.Entered _ -> {} // what was typed too late
          case News.Stopped(var results) -> {} // nobody has asked for it yet
        }
      }
      return failure;
    }
  }

  /** What is submitted from now on, where that is possible. */
  private @Nullable Inlet inlet() {
    if (door == null) {
      return null;
    }
    stage.say("FIFO server listening on " + door.path());
    return Inlet.open(door, submission -> news.add(new News.Submitted(submission)));
  }

  /** Goes on with the next daemon; false for what an earlier one left behind. */
  private boolean recovered(ApiException why, int era) throws ApiException {
    if (era != streams.era()) {
      return false;
    }
    if (why.code() != ErrorCode.UNREACHABLE) {
      throw why;
    }
    streams.reopen(link);
    return true;
  }

  /** Whether it is time to end; {@code first} is asked first whether it has failed. */
  private boolean look(String first) throws ApiException {
    List<ServiceRow> rows = new ArrayList<>(crew.rows(link));
    rows.sort(Comparator.comparing(row -> !row.name().equals(first)));
    for (ServiceRow row : rows) {
      for (ServiceRow.InstanceRow instance : row.instances()) {
        if (crew.isEssential(row.name()) && Crew.ends(instance.state())) {
          stage.say(row.name() + " has ended, and is essential");
          failure = status(instance);
          return true;
        }
        if (failure == 0 && crew.isOurs(row.name()) && isShutDown(instance)) {
          failure = ErrorCode.FAILED.exit();
          if (!keepGoing) {
            stage.say(row.name() + " was stopped by a check" + sequel());
          }
        }
        if (failure == 0 && instance.state().equals("failed") && !crew.isScheduled(row.name())) {
          failure = code(instance);
          if (!keepGoing) {
            stage.say(row.name() + " has failed" + sequel());
          }
        }
      }
    }
    boolean done =
        door == null
            && rows.stream().allMatch(row -> Crew.isDone(row) && !crew.isScheduled(row.name()));
    return done || (failure > 0 && !keepGoing);
  }

  private String sequel() {
    return debug ? "; nothing else is stopped yet" : "; stopping what was started";
  }

  /** What has failed can be looked at beside what runs, until a person has seen enough. */
  private void awaitPerson() throws ApiException {
    for (ServiceRow row : crew.rows(link)) {
      for (ServiceRow.InstanceRow instance : row.instances()) {
        if (crew.isOurs(row.name()) && instance.pid() != null) {
          stage.say("still running: " + row.name() + " (pid " + instance.pid() + ")");
        }
      }
    }
    stage.say("press Enter to stop them");
    InputStream typed = call.invocation.terminal().keys().get();
    Thread.ofPlatform().daemon().name("enter").start(() -> awaitEnter(typed));
    while (true) {
      switch (next()) {
        case News.Entered _, News.Signalled _, News.NobodyReads _ -> {
          return;
        }
        case News.Lost(ApiException why, int era) -> recovered(why, era);
        case News.Happened _, News.Submitted _, News.Stopped _ -> {}
      }
    }
  }

  private void awaitEnter(InputStream typed) {
    try {
      int key = typed.read();
      while (key >= 0 && key != '\n' && key != '\r') {
        key = typed.read();
      }
    } catch (IOException e) {
      stage.say("cannot read what is typed: " + e.getMessage());
    }
    news.add(new News.Entered());
  }

  /** Whether {@code on_fail: shutdown} has stopped it. */
  private static boolean isShutDown(ServiceRow.InstanceRow instance) {
    return instance.state().equals("stopped") && instance.reason().startsWith("stopped (check ");
  }

  /** The exit code of what has failed, unless it is of an earlier life. */
  private int code(ServiceRow.InstanceRow instance) {
    ServiceRow.LastExit last = instance.lastExit();
    Integer code = last == null ? null : last.code();
    boolean recent = last != null && !Instant.parse(last.at()).isBefore(streams.begin());
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
  private int end(int exit) throws ApiException {
    boolean forced = false;
    List<String> names = crew.busy(link);
    List<Background> stopping = new ArrayList<>();
    try {
      while (!names.isEmpty()) {
        stage.say((forced ? "killing " : "stopping ") + String.join(", ", names));
        stopping.add(stop(names, forced));
        switch (nextOfEnd()) {
          case News.Stopped(List<ActionResult> results) -> {
            int stopped = Results.print(call, results, "stop", "");
            return exit == 0 ? stopped : exit;
          }
          case News.Signalled _ -> {
            if (forced) {
              return exit;
            }
            forced = true;
          }
          case News.Lost(ApiException why, int era) -> {
            recovered(why, era);
            names = crew.busy(link);
          }
          case News.Happened _, News.NobodyReads _, News.Submitted _, News.Entered _ -> {}
        }
      }
      return exit;
    } finally {
      stopping.forEach(Background::close);
    }
  }

  /** What matters while everything ends. */
  private News nextOfEnd() throws ApiException {
    while (true) {
      News next = next();
      switch (next) {
        case News.Stopped _, News.Signalled _ -> {
          return next;
        }
        case News.Lost lost when lost.era() == streams.era() -> {
          return next;
        }
        case News.Lost _,
            News.Happened _,
            News.NobodyReads _,
            News.Submitted _,
            News.Entered _ -> {}
      }
    }
  }

  private Background stop(List<String> names, boolean force) throws ApiException {
    Action action = new Action(names, force, true, 0);
    int era = streams.era();
    while (true) {
      try {
        return new Background(
            call,
            force ? "kill" : "stop",
            own -> news.add(new News.Stopped(own.call(Methods.STOP, action).results())),
            e -> news.add(new News.Lost(e, era)));
      } catch (ApiException e) {
        link.renew(e);
      }
    }
  }

  /** Waits until the last that was written is shown. */
  private void catchUp() throws ApiException {
    long deadline = System.nanoTime() + 5_000_000_000L;
    String begin = streams.begin().toString();
    for (ServiceRow row : crew.rows(link)) {
      if (!crew.isOurs(row.name())) {
        continue;
      }
      for (ServiceRow.InstanceRow instance : row.instances()) {
        String target = row.name() + "#" + instance.instance();
        for (String stream : List.of("out", "err")) {
          LogQuery last =
              new LogQuery(List.of(target), stream, 1, begin, "", false, false, false, false);
          for (LogLine.Batch batch : link.items(Methods.LOGS, last)) {
            if (!stage.awaitLine(batch.lines().getLast(), deadline)) {
              return;
            }
          }
        }
      }
    }
    EventQuery last = new EventQuery(List.of(), 1, begin, false);
    for (EventItem.Batch batch : link.items(Methods.EVENTS, last)) {
      stage.awaitEvent(batch.events().getLast().seq(), deadline);
    }
  }
}
