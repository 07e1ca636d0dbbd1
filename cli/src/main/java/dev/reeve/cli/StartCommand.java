package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.Methods;
import dev.reeve.api.Query;
import dev.reeve.api.ServiceRow;
import java.util.ArrayList;
import java.util.List;

/** {@code start}: services that exist, what a file declares, or a program. */
final class StartCommand implements Command {
  static final Opt NAME = Opt.value("--name", "NAME", "name of the new service");

  @Override
  public Usage usage() {
    return Usage.of("start", "a service, what a file declares, or a program")
        .words("TARGET… [options] [-- ARGUMENT…]", 1, Usage.MANY)
        .withProgram()
        .text(
            "A known service is started. A configuration file (of Reeve, or of a system whose files"
                + " are known, such as a Procfile), or a folder with a reeve.yaml, is loaded and its"
                + " services are started. A program, a script or a"
                + " quoted command line becomes a new service; the options below are its fields, and"
                + " what follows -- are its arguments. Waits until everything runs; a program that"
                + " ends at once is reported with the last lines it wrote.")
        .options(options())
        .examples(
            new Usage.Example("start ./server --name api -- --port 8080", "a program"),
            new Usage.Example("start 'node worker.js' --instances 4", "a command line, four times"),
            new Usage.Example(
                "start --name w -- bash -c 'while :; do date; sleep 5; done'", "any words"),
            new Usage.Example("start reeve.yaml", "what a file declares"),
            new Usage.Example("start api 'web-*' @batch", "services that exist"));
  }

  static List<Opt> options() {
    List<Opt> options = new ArrayList<>(List.of(NAME, Opt.WAIT, Opt.TIMEOUT));
    options.addAll(FieldOptions.create());
    return options;
  }

  @Override
  public String what(Call call) {
    return "start "
        + (call.words().isEmpty()
            ? Clean.line(String.join(" ", call.arguments.program()))
            : call.wordsText());
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    List<ServiceRow> services = services(call);
    List<Meaning> meanings = meanings(call, new Meanings(call, services));
    Start start = new Start(call, services, what(call));
    for (Meaning meaning : meanings) {
      start.add(meaning);
    }
    return start.run();
  }

  /** Those that exist; none if there is no daemon yet. */
  static List<ServiceRow> services(Call call) throws Complaint, ApiException {
    try {
      return call.client(Daemon.Need.STATE).call(Methods.LIST, new Query(List.of())).services();
    } catch (Daemon.NoServices e) {
      return List.of();
    }
  }

  private List<Meaning> meanings(Call call, Meanings meanings) throws Complaint {
    List<String> words = call.words();
    List<String> program = call.arguments.program();
    boolean shell = Start.shell(call);
    if (words.isEmpty()) {
      return List.of(shell ? line(program) : meanings.program(program));
    }
    if (!program.isEmpty()) {
      return List.of(withArguments(call, meanings.of(words.getFirst(), shell)));
    }
    List<Meaning> all = new ArrayList<>();
    for (String word : words) {
      all.add(meanings.of(word, shell));
    }
    refuseUnquoted(call, all);
    return all;
  }

  private static Meaning line(List<String> words) {
    return new Meaning.Program(words, String.join(" ", words));
  }

  private static Meaning withArguments(Call call, Meaning meaning) throws Complaint {
    if (call.words().size() > 1) {
      throw call.arguments.complaint("arguments after -- need exactly one program before it");
    }
    List<String> arguments = call.arguments.program();
    return switch (meaning) {
      case Meaning.Program(List<String> words, String line) -> {
        List<String> all = new ArrayList<>(words);
        all.addAll(arguments);
        yield new Meaning.Program(all, line + " " + String.join(" ", arguments));
      }
      case Meaning.Known(String target) ->
          throw Complaint.usage(
              "start " + Clean.line(target),
              "it exists already, so that it takes no arguments",
              "to change them: reeve update "
                  + target
                  + " --command '…'; to have another"
                  + " service: add --name NAME and give the path of the program");
      case Meaning.File(String text, var path) ->
          throw Complaint.usage(
              "start " + Clean.line(text),
              "a configuration file takes no arguments",
              "declare them in the file");
    };
  }

  /** {@code reeve start node server.js} means one command, not two services. */
  private static void refuseUnquoted(Call call, List<Meaning> all) throws Complaint {
    if (all.size() > 1
        && all.getFirst() instanceof Meaning.Program(List<String> words, String line)
        && words.size() == 1
        && line.indexOf('/') < 0) {
      String text = call.wordsText();
      throw Complaint.usage(
          "start " + text,
          "it may be one command or several services",
          "one command: reeve run " + text + "; several: start one after the other");
    }
  }
}
