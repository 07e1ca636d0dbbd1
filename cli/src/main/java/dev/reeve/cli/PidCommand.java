package dev.reeve.cli;

import dev.reeve.api.ErrorCode;
import dev.reeve.cli.inspect.Inspector;
import dev.reeve.cli.inspect.Look;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code pid}: a deep look at any process. */
final class PidCommand implements Command {
  private static final Opt TREE = Opt.flag("--tree", "only those above and below it");
  private static final Opt FILES = Opt.flag("--fds", "only its open files");
  private static final Opt ENV = Opt.flag("--env", "only its environment");
  private static final Opt NET = Opt.flag("--net", "only its sockets");
  private static final Opt RAW = Opt.flag("--raw", "the files of /proc as they are");
  private static final Opt REVEAL = Opt.flag("--reveal", "show secrets in the environment, too");

  @Override
  public Usage usage() {
    return Usage.of("pid", "a deep look at any process")
        .words("PID [options]", 1, 1)
        .text(
            "What the kernel knows of a process, whoever started it: state, memory, processor time,"
                + " files, sockets, limits, rights, environment, and who is above and below it. Of"
                + " a process of a service, also which. Needs no daemon. What belongs to other"
                + " users may not be read by everybody; that is said.")
        .options(TREE, FILES, ENV, NET, RAW, REVEAL)
        .examples(
            new Usage.Example("pid 1", "the first process"),
            new Usage.Example("pid 4521 --fds --net", "files and sockets only"),
            new Usage.Example("pid 4521 --json", "for programs: an object"))
        .exits("0 done · 1 there is no such process, or it may not be looked at");
  }

  @Override
  public String what(Call call) {
    return "look at process " + call.wordsText();
  }

  @Override
  public boolean namesServices(Call call) {
    return false;
  }

  @Override
  public int run(Call call) throws Complaint {
    int pid = pid(call);
    Inspector inspector = new Inspector(pid);
    Look look = look(call, inspector);
    if (call.arguments.has(RAW)) {
      raw(call, pid, inspector.raw());
      return 0;
    }
    List<PidSection> sections = sections(call, inspector, look);
    if (!inspector.isStill(look)) {
      throw gone(call);
    }
    if (call.json()) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("pid", pid);
      sections.forEach(section -> tree.put(section.key(), section.json()));
      call.printJsonText(Json.text(tree));
    } else if (!call.quiet()) {
      boolean first = true;
      for (PidSection section : sections) {
        call.out.add(first ? "" : "\n");
        call.out.line(call.style.bold(section.title()));
        section.lines().forEach(call.out::line);
        first = false;
      }
    }
    return 0;
  }

  private static int pid(Call call) throws Complaint {
    int pid;
    String text = call.words().getFirst();
    try {
      pid = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      pid = 0;
    }
    if (pid <= 0) {
      throw call.arguments.complaint("'" + Clean.line(text) + "' is no number of a process");
    }
    return pid;
  }

  private Look look(Call call, Inspector inspector) throws Complaint {
    try {
      return inspector.look();
    } catch (NoSuchFileException e) {
      throw gone(call);
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      // A process that ends while it is read is ESRCH to read(2).
      throw why.contains("No such process")
          ? gone(call)
          : new Complaint(ErrorCode.FAILED, what(call), why, "");
    }
  }

  private Complaint gone(Call call) {
    return new Complaint(
        ErrorCode.FAILED,
        what(call),
        "there is no such process",
        "see those of services with 'reeve list'");
  }

  private static List<PidSection> sections(Call call, Inspector inspector, Look look) {
    PidView view = new PidView(call, inspector, look);
    List<PidSection> sections = new ArrayList<>();
    boolean some = false;
    for (Opt only : List.of(TREE, FILES, ENV, NET)) {
      some |= call.arguments.has(only);
    }
    if (!some) {
      sections.add(view.process());
      PidOwner.of(call, inspector, look).ifPresent(owner -> sections.add(owner.section(call)));
      sections.addAll(List.of(view.cpu(), view.memory(), view.disk(), view.rights()));
      sections.addAll(List.of(view.signals(), view.limits()));
    }
    if (!some || call.arguments.has(TREE)) {
      sections.add(view.tree());
    }
    if (!some || call.arguments.has(FILES)) {
      sections.add(view.files());
    }
    if (!some || call.arguments.has(NET)) {
      sections.add(view.sockets());
    }
    if (!some || call.arguments.has(ENV)) {
      sections.add(view.environment(call.arguments.has(REVEAL)));
    }
    return sections;
  }

  private static void raw(Call call, int pid, Map<String, String> files) {
    if (call.json()) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("pid", pid);
      tree.put("raw", files);
      call.printJsonText(Json.text(tree));
      return;
    }
    boolean screen = call.invocation.terminal().outIsScreen();
    files.forEach((name, text) -> {
      call.out.line(call.style.bold("# /proc/" + pid + "/" + name));
      text.lines()
          .forEach(line -> call.out.line(screen ? Clean.line(line.replace("\t", "  ")) : line));
    });
  }
}
