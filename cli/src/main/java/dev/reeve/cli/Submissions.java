package dev.reeve.cli;

import dev.reeve.api.Action;
import dev.reeve.api.ActionResult;
import dev.reeve.api.ApiException;
import dev.reeve.api.Definition;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Methods;
import dev.reeve.api.Query;
import dev.reeve.api.ServiceRow;
import dev.reeve.api.Wire;
import dev.reeve.config.ConfigProblem;
import dev.reeve.config.Environment;
import dev.reeve.config.Loaded;
import dev.reeve.config.Loader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes services of what is submitted while the foreground lasts. */
final class Submissions {
  /** Whatever is in this folder under this name is read as procman's. */
  private static final String AS_PROCMAN = "procman.yaml";

  private final Call call;
  private final DeclaredFile declared;
  private final Link link;
  private final Crew crew;
  private final Streams streams;
  private final Stage stage;

  /** How often each name was asked for. */
  private final Map<String, Integer> uses = new HashMap<>();

  Submissions(
      Call call, DeclaredFile declared, Link link, Crew crew, Streams streams, Stage stage) {
    this.call = call;
    this.declared = declared;
    this.link = link;
    this.crew = crew;
    this.streams = streams;
    this.stage = stage;
  }

  /** Does what is asked for, or says why not; whether it is the end of everything. */
  boolean take(Submission submission) throws ApiException {
    switch (submission) {
      case Submission.Shutdown(String reason) -> {
        stage.say(reason);
        return true;
      }
      case Submission.Broken(String reason) -> stage.say("skipped: " + reason);
      case Submission.Run run -> {
        try {
          run(run);
        } catch (ApiException e) {
          if (e.code() == ErrorCode.UNREACHABLE || e.code() == ErrorCode.NOT_PERMITTED) {
            throw e;
          }
          stage.say("skipped " + run.name() + ": " + e.reason());
        }
      }
    }
    return false;
  }

  private void run(Submission.Run run) throws ApiException {
    for (String note : run.notes()) {
      stage.say(run.name() + ": " + note);
    }
    Map<String, ServiceRow> rows = new LinkedHashMap<>();
    link.call(Methods.LIST, new Query(List.of()))
        .services()
        .forEach(row -> rows.put(row.name(), row));
    switch (read(run, rows.keySet())) {
      case Loaded.Broken broken -> {
        for (ConfigProblem problem : broken.problems()) {
          stage.say("skipped " + run.name() + ": " + problem.message());
        }
      }
      case Loaded.Ok ok -> {
        for (ConfigProblem warning : ok.warnings()) {
          stage.say("warning: " + warning.message());
        }
        start(run, ConfigFiles.services(call, ok).getFirst(), rows);
      }
    }
  }

  /** A submission is a file of procman with one process in it. */
  private Loaded read(Submission.Run run, Set<String> others) {
    Path file = declared.file().resolveSibling(AS_PROCMAN);
    String text = Wire.writeTree(Map.of(run.name(), run.job()));
    return Loader.parse(file, text, new Environment(call.invocation.environment()), others);
  }

  private void start(Submission.Run run, Definition.Service job, Map<String, ServiceRow> rows)
      throws ApiException {
    Set<String> owned = DeclaredFile.owned(link.call(Methods.APPLY, declared.unloading(call)));
    String name = free(job.name(), rows.keySet(), owned);
    ServiceRow there = rows.get(name);
    if (there != null && !Crew.isDone(there)) {
      stage.say(name + ": already running, skipping spawn");
      return;
    }
    Definition.Service service = service(run, job, name);
    Definition definition = new Definition(List.of(service), false, false, true, false, false);
    List<ActionResult> results = link.call(Methods.DEFINE, definition).results();
    if (isRefused(name, results)) {
      return;
    }
    stage.say(name + " submitted via FIFO");
    boolean isFollowed = crew.has(name);
    crew.join(name);
    if (!isFollowed) {
      Query only = new Query(List.of(name));
      streams.follow(link, link.call(Methods.LIST, only).services());
    }
    isRefused(name, link.call(Methods.START, new Action(List.of(name), false, false, 0)).results());
  }

  /** The first one has the name that was asked for, the next ones a number behind it. */
  private String free(String base, Set<String> existing, Set<String> owned) {
    while (true) {
      int before = uses.merge(base, 1, Integer::sum) - 1;
      String name = before == 0 ? base : base + "." + before;
      // What belongs to others is neither taken for this one nor touched.
      if (!existing.contains(name) || owned.contains(name)) {
        return name;
      }
    }
  }

  /** One that the file declares, and that does not run, is meant itself, with more variables. */
  private Definition.Service service(Submission.Run run, Definition.Service job, String name) {
    Optional<Definition.Service> own =
        declared.definitions(call).stream().filter(s -> s.name().equals(name)).findFirst();
    if (own.isPresent()) {
      Map<String, String> variables = new LinkedHashMap<>();
      if (run.job().get("env") instanceof Map<?, ?> env) {
        env.forEach((key, value) -> variables.put(String.valueOf(key), String.valueOf(value)));
      }
      return DeclaredFile.with(own.get(), variables, true);
    }
    return new Definition.Service(name, job.base(), job.spec(), declared.source(call));
  }

  private boolean isRefused(String name, List<ActionResult> results) {
    for (ActionResult result : results) {
      ActionResult.Failure failure = result.error();
      if (failure != null) {
        stage.say("cannot start " + name + ": " + failure.message());
      }
    }
    return Results.exit(results) != 0;
  }
}
