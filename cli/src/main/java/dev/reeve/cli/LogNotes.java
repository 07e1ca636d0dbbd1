package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.HintFile;
import dev.reeve.api.LogState;
import dev.reeve.api.Methods;
import dev.reeve.api.Query;
import dev.reeve.client.Client;
import java.util.List;

/** What there is to say about logs beside their lines. */
final class LogNotes {
  private LogNotes() {}

  /** Shows the ends of files that services write themselves; 1 if one cannot be read. */
  static int hints(Call call, Client client, int lines) throws ApiException {
    List<HintFile> files =
        client.call(Methods.HINTS, new HintFile.Wanted(call.words(), lines)).files();
    if (files.isEmpty() && !call.json()) {
      call.err.line("no files are declared in 'logs.hints'").flush();
    }
    for (HintFile file : files) {
      if (call.json()) {
        call.printJsonLine(file);
      } else {
        show(call, file);
      }
    }
    return files.stream().allMatch(file -> file.error().isEmpty()) ? 0 : 1;
  }

  private static void show(Call call, HintFile file) {
    String about = Clean.line(file.service() + ": " + file.path());
    call.out.line(call.style.bold("==> " + about + " <=="));
    if (!file.error().isEmpty()) {
      call.out.line(call.style.red(Clean.line(file.error())));
    }
    boolean screen = call.invocation.terminal().outIsScreen();
    for (String line : file.lines()) {
      call.out.line(screen ? Clean.output(line, call.style.colour()) : line);
    }
  }

  /** Says that there is more to read, to a person who looks on. */
  static void mention(Call call, List<String> hinting) {
    if (!hinting.isEmpty() && call.invocation.terminal().outIsScreen() && !call.quiet()) {
      call.out.flush();
      String names = Clean.line(String.join(" ", hinting));
      call.err.line(call.errStyle().dim("more in files of their own: reeve logs --hints " + names));
      call.err.flush();
    }
  }

  /** Says of each stream why nothing comes. */
  static void diagnose(Call call, Client client, Output to) throws ApiException {
    for (LogState state : client.call(Methods.LOG_STATE, new Query(call.words())).streams()) {
      if (call.json()) {
        call.printJsonLine(state);
      } else {
        String name = state.service() + "#" + state.instance() + " " + state.stream();
        String words = state.state() + ": " + state.text();
        String file = state.file().equals("null") ? "" : " (" + state.file() + ")";
        to.line(Clean.line(name) + ": " + Clean.line(words + file));
      }
    }
    to.flush();
  }
}
