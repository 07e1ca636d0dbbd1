package dev.reeve.cli;

import dev.reeve.core.spec.Names;

/** {@code help}: all commands, or one. */
final class HelpCommand implements Command {
  @Override
  public Usage usage() {
    return Usage.of("help", "all commands, or what one of them can do")
        .words("[COMMAND]", 0, 1)
        .examples(new Usage.Example("help start", "the same as: reeve start --help"));
  }

  @Override
  public String what(Call call) {
    return "show help";
  }

  @Override
  public int run(Call call) throws Complaint {
    if (call.words().isEmpty()) {
      Help.overview(call.out, call.style);
      return 0;
    }
    String name = call.words().getFirst();
    Command command = Commands.find(name);
    if (command == null) {
      throw Complaint.usage(
          "help with '" + Clean.line(name) + "'",
          "there is no such command" + Names.didYouMean(name, Commands.names()),
          "'reeve help' shows all commands");
    }
    Help.command(call.out, call.style, command.usage());
    return 0;
  }
}
