package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.LogQuery;
import dev.reeve.api.Methods;
import dev.reeve.client.Client;
import java.util.List;

/** {@code grep}: lines of output that contain something. */
final class GrepCommand implements Command {
  @Override
  public Usage usage() {
    return Usage.of("grep", "search what services wrote")
        .words("PATTERN [TARGET…] [options]", 1, Usage.MANY)
        .text(
            "Searches all log files, rotated and compressed ones too, for a regular expression, and"
                + " prints the lines in the order of time.")
        .options(
            LogLines.IGNORE_CASE,
            LogLines.FIXED,
            LogLines.OUT,
            LogLines.ERR,
            Since.OPTION,
            LogLines.RAW)
        .examples(
            new Usage.Example("grep -i timeout api", "in one service"),
            new Usage.Example("grep -F '[error]' --since today", "plain text, in all of them"))
        .exits("0 found · 1 nothing found, or failed · 3 no such service");
  }

  @Override
  public String what(Call call) {
    return "search " + (call.words().size() > 1 ? targets(call) : "the logs");
  }

  private static String targets(Call call) {
    return Clean.line(String.join(" ", call.words().subList(1, call.words().size())));
  }

  @Override
  public boolean namesServices(Call call) {
    return call.words().size() > 1;
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    String pattern = call.words().getFirst();
    if (pattern.isEmpty()) {
      throw call.arguments.complaint("the pattern is empty, it would match every line");
    }
    List<String> targets = call.words().subList(1, call.words().size());
    LogQuery query =
        new LogQuery(
            targets,
            LogLines.stream(call.arguments),
            -1,
            Since.of(call),
            pattern,
            call.arguments.has(LogLines.IGNORE_CASE),
            call.arguments.has(LogLines.FIXED),
            false,
            false);
    Client client = call.client(Daemon.Need.STATE);
    LogLines lines = LogLines.of(call, client, query, targets);
    return client.call(Methods.LOGS, query, lines).lines() > 0 ? 0 : 1;
  }
}
