package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import dev.reeve.core.spec.Names;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The command {@code reeve} as a function. */
public final class Reeve {
  private final Invocation invocation;
  private final Output out;
  private final Output err;

  private Reeve(Invocation invocation) {
    this.invocation = invocation;
    this.out = new Output(invocation.terminal().out());
    this.err = new Output(invocation.terminal().err());
  }

  /**
   * Runs a command, writing only to the streams of its terminal.
   *
   * @return its exit code: 0 done, 1 failed, 2 wrong usage, 3 no such service, 4 daemon not
   *     reachable, 5 not permitted, 6 timed out
   */
  public static int run(Invocation invocation) {
    Reeve reeve = new Reeve(invocation);
    try {
      int exit = reeve.run();
      reeve.out.flush();
      reeve.err.flush();
      return exit;
    } catch (Output.Closed e) {
      return e.readerLeft() ? 0 : reeve.cannotWrite(e);
    }
  }

  private int cannotWrite(Output.Closed e) {
    try {
      err.line("reeve: cannot write the output: " + e.getMessage()).flush();
    } catch (Output.Closed both) {
      return ErrorCode.FAILED.exit(); // nobody is left who could be told
    }
    return ErrorCode.FAILED.exit();
  }

  private int run() {
    List<String> all = invocation.arguments();
    int first = 0;
    while (first < all.size() && isGlobal(all.get(first))) {
      first++;
    }
    try {
      if (first == all.size()) {
        return runNothing(all);
      }
      String name = all.get(first);
      List<String> rest = without(all, first);
      Command command = Commands.find(name);
      if (command != null) {
        return run(command, rest);
      }
      if (name.startsWith("SIG")) {
        return run(new SignalCommand(), all);
      }
      throw unknown(name);
    } catch (Complaint e) {
      return complain(e);
    }
  }

  /** No command: the list, or help as long as there is nothing to list. */
  private int runNothing(List<String> all) throws Complaint {
    if (all.contains("--help") || all.contains("-h")) {
      return run(new HelpCommand(), List.of());
    }
    if (all.contains("--version") || all.contains("-V")) {
      return run(new VersionCommand(), without(all, "--version", "-V"));
    }
    return run(new ListCommand(true), all);
  }

  private static boolean isGlobal(String text) {
    return switch (text) {
      case "--json", "--plain", "-q", "--quiet", "-h", "--help", "--version", "-V" -> true;
      default -> false;
    };
  }

  private static List<String> without(List<String> all, int index) {
    if (index == 0) {
      return all.subList(1, all.size());
    }
    List<String> rest = new java.util.ArrayList<>(all);
    rest.remove(index);
    return rest;
  }

  private static List<String> without(List<String> all, String... texts) {
    List<String> rest = new java.util.ArrayList<>(all);
    rest.removeAll(List.of(texts));
    return rest;
  }

  private int run(Command command, List<String> arguments) throws Complaint {
    Usage usage = command.usage();
    Arguments sorted = Arguments.of(usage, arguments);
    if (sorted.has(Opt.HELP)) {
      Help.command(out, helpStyle(), usage);
      return 0;
    }
    try (Call call = new Call(invocation, sorted, out, err)) {
      try {
        return command.run(call);
      } catch (ApiException e) {
        Complaint complaint = Complaint.of(e, command.what(call));
        throw call.words().size() != 1 ? complaint : complaint.about(call.words().getLast());
      } catch (Daemon.NoServices e) {
        return nothingYet(call, command);
      } catch (Output.Closed e) {
        throw e;
      } catch (RuntimeException e) {
        throw internal(e, command.what(call));
      }
    }
  }

  private Style helpStyle() {
    return Style.of(invocation, invocation.terminal().outIsScreen(), false);
  }

  /** A question about services while there is neither a daemon nor anything it could tell. */
  private int nothingYet(Call call, Command command) throws Complaint {
    if (command.namesServices(call)) {
      throw new Complaint(
          ErrorCode.UNKNOWN_SERVICE,
          command.what(call),
          "there are no services yet",
          "start one with 'reeve start ./program'");
    }
    if (call.json()) {
      call.printJsonText("[]");
    } else if (!call.quiet()) {
      Help.noServices(out);
    }
    return 0;
  }

  private Complaint internal(RuntimeException e, String what) {
    if (!invocation.variable("REEVE_DEBUG").isEmpty()) {
      java.io.StringWriter trace = new java.io.StringWriter();
      e.printStackTrace(new java.io.PrintWriter(trace));
      err.add(trace.toString());
    }
    return new Complaint(
        ErrorCode.FAILED,
        what,
        "a mistake in Reeve itself (" + e + ")",
        "please report it, with what REEVE_DEBUG=1 in the environment adds to this message");
  }

  private Complaint unknown(String name) {
    boolean isFile;
    try {
      isFile = Files.exists(invocation.directory().resolve(name));
    } catch (InvalidPathException e) {
      isFile = false;
    }
    return Complaint.usage(
        "run '" + Clean.line(name) + "'",
        "there is no such command" + Names.didYouMean(name, Commands.names()),
        isFile
            ? "to start it as a service: reeve start " + Clean.line(name)
            : "'reeve help' shows all commands");
  }

  /** Says what went wrong: a sentence, what the program said, what to do. */
  private int complain(Complaint e) {
    if (wantsJson()) {
      Map<String, Object> error = new LinkedHashMap<>();
      error.put("code", e.code().word());
      error.put("message", e.sentence());
      error.put("hint", e.hint());
      if (!e.output().isEmpty()) {
        error.put("output", e.output());
      }
      out.line(Json.text(Map.of("error", error)));
    } else {
      out.flush();
      Complaints.print(err, errStyle(), e);
    }
    return e.code().exit();
  }

  private Style errStyle() {
    return Style.of(
        invocation,
        invocation.terminal().errIsScreen(),
        invocation.arguments().contains("--plain"));
  }

  private boolean wantsJson() {
    for (String argument : invocation.arguments()) {
      if (argument.equals("--")) {
        return false;
      }
      if (argument.equals("--json")) {
        return true;
      }
    }
    return false;
  }
}
