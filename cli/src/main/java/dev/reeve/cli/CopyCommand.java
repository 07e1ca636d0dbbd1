package dev.reeve.cli;

import dev.reeve.api.ActionResult;
import dev.reeve.api.ApiException;
import dev.reeve.api.Definition;
import dev.reeve.api.Description;
import dev.reeve.api.Methods;
import dev.reeve.api.Query;
import dev.reeve.client.Client;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code copy}: the same service once more. */
final class CopyCommand implements Command {
  private static final Opt START =
      new Opt(
          "--start",
          (char) 0,
          "",
          "do not start the copy (it starts if the original is wanted up)",
          "",
          false,
          true,
          true);

  @Override
  public Usage usage() {
    return Usage.of("copy", "the same service once more, under another name")
        .words("TARGET NAME", 2, 2)
        .text(
            "Everything declared of a service is declared of a new one, which starts if the first"
                + " one is wanted up. Log files with names of their own are not shared: the copy"
                + " gets the standard ones.")
        .options(START, Opt.WAIT)
        .examples(new Usage.Example("copy api api-test --no-start", "then change it with update"));
  }

  @Override
  public String what(Call call) {
    return "copy " + Clean.line(call.words().getFirst());
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    String name = call.words().get(1);
    ServiceNames.check(call, what(call), name);
    Client client = call.client(Daemon.Need.STATE);
    List<Description> found =
        client.call(Methods.DESCRIBE, new Query(List.of(call.words().getFirst()))).services();
    if (found.size() != 1) {
      throw Complaint.usage(
          what(call), "it is " + Human.count(found.size(), "service"), "name one of them");
    }
    Description original = found.getFirst();
    boolean start = call.arguments.holds(START) && original.desired().equals("up");
    Definition definition =
        new Definition(
            List.of(new Definition.Service(name, "/", withoutLogFiles(original.declared()), "")),
            true,
            start,
            false,
            false,
            start && call.arguments.holds(Opt.WAIT));
    List<ActionResult> results;
    try (ProgressView view = ProgressView.open(call, "starting", "start", List.of(name))) {
      results = client.call(Methods.DEFINE, definition, view).results();
    }
    return Results.print(call, results, "copy to", start ? "started" : "created");
  }

  /** Two services that rotate the same file would take lines from each other. */
  private static Map<String, Object> withoutLogFiles(Map<String, Object> declared) {
    if (!(declared.get("logs") instanceof Map<?, ?> logs)) {
      return declared;
    }
    Map<Object, Object> kept = new LinkedHashMap<>(logs);
    for (String stream : List.of("stdout", "stderr")) {
      if (kept.get(stream) instanceof String target && target.startsWith("/")) {
        kept.remove(stream);
      }
    }
    Map<String, Object> copy = new LinkedHashMap<>(declared);
    copy.put("logs", kept);
    return copy;
  }
}
