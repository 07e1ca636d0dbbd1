package dev.reeve.cli;

import dev.reeve.api.Action;
import dev.reeve.api.ActionResult;
import dev.reeve.api.ApiException;
import dev.reeve.api.Methods;
import dev.reeve.api.ServiceRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code down}: ends and forgets all that a file declares. */
final class DownCommand implements Command {
  @Override
  public Usage usage() {
    return Usage.of("down", "end and forget all that a file declares")
        .words("[FILE] [options]", 0, 1)
        .text(
            "Ends the services of a configuration file (that of the current folder if none is"
                + " given), dependants first, and forgets them, with those that were submitted to"
                + " its 'reeve serve'. Their log files stay. What is not"
                + " there is named and is no failure.")
        .options(Opt.WAIT, Opt.TIMEOUT)
        .examples(
            new Usage.Example("down", "the file of this folder"),
            new Usage.Example("down Procfile", "what 'reeve up Procfile' began"));
  }

  @Override
  public String what(Call call) {
    return "take down " + (call.words().isEmpty() ? "services" : call.wordsText());
  }

  @Override
  public boolean namesServices(Call call) {
    return false;
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    Set<String> existing = new HashSet<>();
    for (ServiceRow row : StartCommand.services(call)) {
      existing.add(row.name());
    }
    DeclaredFile declared = DeclaredFile.load(call, "down", existing);
    Set<String> all = new LinkedHashSet<>(declared.names());
    if (!existing.isEmpty()) {
      all.addAll(declared.owned(call, call.client(Daemon.Need.STATE)));
    }
    List<String> names = List.copyOf(all);
    List<String> there = names.stream().filter(existing::contains).toList();
    List<ActionResult> results = new ArrayList<>();
    for (String name : names) {
      if (!existing.contains(name)) {
        results.add(new ActionResult(name, true, "absent", List.of(), null));
      }
    }
    if (!call.json()) {
      for (ActionResult absent : results) {
        if (!call.quiet()) {
          call.out.line(Clean.line(absent.target()) + " was not there");
        }
      }
      results.clear();
    }
    if (!there.isEmpty()) {
      boolean await = call.arguments.holds(Opt.WAIT);
      Action action = new Action(there, false, await, call.arguments.timeoutMillis());
      results.addAll(
          ActionCommand.ordered(
              call,
              call.client(Daemon.Need.STATE),
              Methods.DELETE,
              "delete",
              "taking down",
              action));
    }
    return Results.print(call, results, "delete", "deleted");
  }
}
