package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.LogQuery;
import dev.reeve.api.Methods;
import dev.reeve.client.Client;
import java.util.List;

/** {@code logs}: what services write. */
final class LogsCommand implements Command {
  private static final int LINES = 20;

  private static final Opt COUNT =
      Opt.value("--lines", 'n', "N", "the last N lines (20; all with --since or --grep)");
  private static final Opt FOLLOW = Opt.flag("--follow", 'f', "go on with new lines until Ctrl-C");
  private static final Opt GREP =
      Opt.value("--grep", "PATTERN", "only lines that contain this regular expression");
  private static final Opt HINTS =
      Opt.flag("--hints", "the ends of files that the services write themselves (logs.hints)");
  private static final Opt DIAGNOSE =
      Opt.flag("--diagnose", "why nothing comes: a line for each stream; then -f goes on");
  private static final Opt DAEMON = Opt.flag("--daemon", 'd', "the daemon's own log");

  @Override
  public Usage usage() {
    return Usage.of("logs", "what services write")
        .words("[TARGET…] [options]", 0, Usage.MANY)
        .text(
            "Standard output and standard error, merged in the order of time, from all log files of"
                + " the services, rotated ones too. Escape sequences other than colours do not reach"
                + " a terminal unless --raw is given.")
        .options(
            COUNT,
            FOLLOW,
            LogLines.OUT,
            LogLines.ERR,
            Since.OPTION,
            GREP,
            LogLines.IGNORE_CASE,
            LogLines.FIXED,
            HINTS,
            DIAGNOSE,
            DAEMON,
            LogLines.RAW)
        .examples(
            new Usage.Example("logs api -f", "follow one service"),
            new Usage.Example("logs --since 10m --err", "errors of all services, last ten minutes"),
            new Usage.Example("logs api --diagnose", "it says nothing: why?"),
            new Usage.Example("logs api --json | jq -r .line", "for programs: an object a line"))
        .exits(
            "0 done, also when -f is ended by Ctrl-C · 3 no such service · 4 daemon not reachable");
  }

  @Override
  public String what(Call call) {
    return "read the log of "
        + (call.arguments.has(DAEMON)
            ? "the daemon"
            : call.words().isEmpty() ? "services" : call.wordsText());
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    Arguments arguments = call.arguments;
    boolean daemon = arguments.has(DAEMON);
    if (daemon && !call.words().isEmpty()) {
      throw arguments.complaint("--daemon and a target exclude each other");
    }
    if (arguments.has(HINTS)) {
      for (Opt other : List.of(FOLLOW, GREP, DAEMON, DIAGNOSE, Since.OPTION)) {
        if (arguments.has(other)) {
          throw arguments.complaint("--hints and " + other.name() + " exclude each other");
        }
      }
      return LogNotes.hints(call, call.client(Daemon.Need.STATE), arguments.number(COUNT, LINES));
    }
    if (arguments.has(DIAGNOSE)) {
      if (daemon) {
        throw arguments.complaint("--diagnose and --daemon exclude each other");
      }
      boolean goesOn = arguments.has(FOLLOW);
      LogNotes.diagnose(call, call.client(Daemon.Need.STATE), goesOn ? call.err : call.out);
      if (!goesOn) {
        return 0;
      }
    }
    boolean open = arguments.has(Since.OPTION) || arguments.has(GREP);
    boolean follow = arguments.has(FOLLOW);
    LogQuery query =
        new LogQuery(
            call.words(),
            LogLines.stream(arguments),
            arguments.number(COUNT, open ? -1 : LINES),
            Since.of(call),
            arguments.value(GREP).orElse(""),
            arguments.has(LogLines.IGNORE_CASE),
            arguments.has(LogLines.FIXED),
            follow,
            daemon);
    Client client = call.client(Daemon.Need.STATE);
    LogLines lines = LogLines.of(call, client, query, daemon ? List.of() : call.words());
    if (follow) {
      Following.of(call).lines(query, lines);
      return 0;
    }
    LogQuery.Reply reply = client.call(Methods.LOGS, query, lines);
    LogNotes.mention(call, reply.hints());
    return 0;
  }
}
