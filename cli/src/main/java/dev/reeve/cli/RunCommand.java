package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.ServiceRow;
import java.util.ArrayList;
import java.util.List;

/** {@code run}: a new service of a command. */
final class RunCommand implements Command {
  @Override
  public Usage usage() {
    return Usage.of("run", "a command as a new service")
        .words("COMMAND… [options] [-- ARGUMENT…]", 1, Usage.MANY)
        .withProgram()
        .text(
            "Like start, but the words are always one command, never services or files that exist."
                + " Options of the command itself must stand behind --.")
        .options(StartCommand.options())
        .examples(
            new Usage.Example("run node server.js --name web", "a command"),
            new Usage.Example("run --name web -- node server.js --port 80", "with its own options"),
            new Usage.Example("run --shell 'tail -F x | grep y' --name t", "a line for a shell"));
  }

  @Override
  public String what(Call call) {
    return "run " + Clean.line(String.join(" ", words(call)));
  }

  private static List<String> words(Call call) {
    List<String> words = new ArrayList<>(call.words());
    words.addAll(call.arguments.program());
    return words;
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    List<String> words = words(call);
    List<ServiceRow> services = StartCommand.services(call);
    Start start = new Start(call, services, what(call));
    if (Start.shell(call)) {
      start.add(new Meaning.Program(words, String.join(" ", words)));
    } else {
      start.add(new Meanings(call, services).program(split(call, words)));
    }
    return start.run();
  }

  /** A single word may be a quoted command line. */
  private List<String> split(Call call, List<String> words) throws Complaint {
    if (words.size() > 1 || words.getFirst().indexOf(' ') < 0) {
      return words;
    }
    try {
      List<String> split = dev.reeve.core.spec.Words.split(words.getFirst());
      return split.isEmpty() ? words : split;
    } catch (dev.reeve.core.spec.Unreadable e) {
      throw Complaint.usage(what(call), "the command line " + e.reason(), "check its quotes");
    }
  }
}
