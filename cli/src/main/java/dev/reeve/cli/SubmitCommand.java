package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.Wire;
import dev.reeve.core.spec.Unreadable;
import dev.reeve.core.spec.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code submit}: hands a process to a running {@code serve}. */
final class SubmitCommand implements Command {
  static final Opt CONFIG =
      Opt.value(
          "--config", 'c', "FILE", "the file that was given to 'serve' (that of this folder)");
  private static final Opt NAME =
      Opt.value("--name", "NAME", "what it is called (its program, without folders)");
  private static final Opt ONCE =
      Opt.flag("--once", "it is to end, and its success is the end of it");
  private static final Opt DEPENDS =
      new Opt(
          "--depends",
          (char) 0,
          "WHAT",
          "what it waits for: a URL, KIND:VALUE or JSON; may be repeated",
          "",
          true,
          false,
          false);

  private static final List<String> KINDS =
      List.of("tcp", "path", "process_exited", "not_listening", "not_exists", "not_running");

  @Override
  public Usage usage() {
    return Usage.of("submit", "hand a process to a running serve")
        .words("COMMAND [options]", 1, 1)
        .text(
            "Has the 'reeve serve' of a configuration file start one more process. The command line"
                + " is run by bash. If the name was used before, a number follows it: worker,"
                + " worker.1, worker.2. Says only that the message was handed over; what becomes of"
                + " it is shown by 'serve', 'reeve list' and 'reeve logs'. KIND is one of "
                + String.join(", ", KINDS)
                + "; JSON is an item of 'depends' as in a file of procman.")
        .options(NAME, ONCE, DEPENDS, Variables.OPTION, CONFIG)
        .examples(
            new Usage.Example("submit 'redis-server --port 6380'", "to the server of this folder"),
            new Usage.Example(
                "submit ./migrate --once --depends tcp:localhost:5432", "when the database is up"),
            new Usage.Example(
                "submit ./report --depends http://localhost:8080/health --config app/procman.yaml",
                "to another one"))
        .exits("0 handed over · 1 nobody listens · 2 wrong usage · 6 nobody reads");
  }

  @Override
  public String what(Call call) {
    return "submit " + Width.end(call.wordsText(), 60);
  }

  @Override
  public boolean namesServices(Call call) {
    return false;
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    String command = call.words().getFirst();
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("type", "run");
    message.put("name", name(call, command));
    message.put("run", command);
    message.put("env", Variables.of(call.arguments));
    message.put("depends", depends(call));
    message.put("once", call.arguments.has(ONCE));
    ServedFile served = ServedFile.of(call, "submit", call.arguments.value(CONFIG).orElse(""));
    try (Door door = served.enter(what(call))) {
      ServedFile.write(door, what(call), Wire.writeTree(message));
    }
    if (call.json()) {
      call.printJsonText(Json.text(Map.of("ok", true, "fifo", served.fifo().toString())));
    }
    return 0;
  }

  /** As procman has it: the program, without folders. */
  private static String name(Call call, String command) throws Complaint {
    String given = call.arguments.value(NAME).orElse("");
    if (!given.isEmpty()) {
      return given;
    }
    try {
      List<String> words = Words.split(command);
      String first = words.isEmpty() ? "" : words.getFirst();
      String base = first.substring(first.lastIndexOf('/') + 1);
      if (!base.isEmpty()) {
        return base;
      }
    } catch (Unreadable e) {
      throw call.arguments.complaint("the command " + e.reason());
    }
    throw call.arguments.complaint("the command is empty");
  }

  private static List<Object> depends(Call call) throws Complaint {
    List<Object> items = new ArrayList<>();
    for (String text : call.arguments.values(DEPENDS)) {
      int colon = text.indexOf(':');
      String kind = colon < 0 ? "" : text.substring(0, colon);
      if (text.startsWith("{")) {
        try {
          items.add(Wire.readTree(text));
        } catch (ApiException e) {
          throw call.arguments.complaint("--depends " + Clean.line(text) + ": " + e.reason());
        }
      } else if (kind.equals("http") || kind.equals("https")) {
        items.add(Map.of("url", text, "code", 200));
      } else if (KINDS.contains(kind)) {
        items.add(Map.of(kind, text.substring(colon + 1)));
      } else {
        throw call.arguments.complaint(
            "--depends '"
                + Clean.line(text)
                + "' is no URL, no JSON, and does not begin with one of "
                + String.join(":, ", KINDS)
                + ":");
      }
    }
    return items;
  }
}
