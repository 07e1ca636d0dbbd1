package dev.reeve.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Help, made from the same declarations that arguments are read by. */
final class Help {
  private static final int WIDTH = 78;

  private static final String EXITS =
      "0 done · 1 failed · 2 wrong usage · 3 no such service · 4 daemon not reachable"
          + " · 5 not permitted · 6 timed out";

  private Help() {}

  /** What is shown while there is nothing else to show. */
  static void noServices(Output out) {
    out.line("no services yet");
    out.line("→ start one with 'reeve start ./program', or see 'reeve help'");
  }

  /** All commands. */
  static void overview(Output out, Style style) {
    out.line(style.bold("reeve") + " starts the services of a machine and keeps them alive");
    out.end();
    out.line("  reeve COMMAND [options]      " + style.dim("reeve help COMMAND says more"));
    for (Commands.Group group : Commands.GROUPS) {
      out.end();
      out.line(style.bold(group.title()));
      for (String name : group.names()) {
        Command command = Commands.find(name);
        if (command != null) {
          out.add("  ").add(style.paint(name, Style.CYAN)).repeat(' ', 13 - name.length());
          out.line(command.usage().summary());
        }
      }
    }
    out.end();
    out.line(style.bold("Targets"));
    out.line("  a name, an id, name#instance, a glob ('web-*'), @group, or all; several at once");
    out.end();
    out.line(style.bold("Everywhere"));
    options(out, style, Usage.EVERYWHERE);
    out.end();
    out.line(style.bold("Begin with"));
    example(out, style, new Usage.Example("start ./server --name api", "start a program"));
    example(out, style, new Usage.Example("start reeve.yaml", "start what a file declares"));
    example(out, style, new Usage.Example("logs api -f", "see what it says"));
    out.end();
    out.line(style.dim("Exit codes: " + EXITS.replace(" · 4", " ·\n4")));
  }

  /** One command. */
  static void command(Output out, Style style, Usage usage) {
    out.line(style.bold("reeve " + usage.line()));
    if (!usage.aliases().isEmpty()) {
      out.line(style.dim("also: " + String.join(", ", usage.aliases())));
    }
    out.end();
    String text = usage.text().isEmpty() ? sentence(usage.summary()) : usage.text();
    for (String line : wrap(text, WIDTH)) {
      out.line(line);
    }
    for (Map.Entry<String, List<Opt>> section : sections(usage).entrySet()) {
      out.end();
      out.line(style.bold(section.getKey()));
      options(out, style, section.getValue());
    }
    if (!usage.examples().isEmpty()) {
      out.end();
      out.line(style.bold("Examples"));
      for (Usage.Example example : usage.examples()) {
        example(out, style, example);
      }
    }
    out.end();
    for (String line :
        wrap("Exit codes: " + (usage.exits().isEmpty() ? EXITS : usage.exits()), WIDTH)) {
      out.line(style.dim(line));
    }
  }

  private static Map<String, List<Opt>> sections(Usage usage) {
    Map<String, List<Opt>> sections = new LinkedHashMap<>();
    List<Opt> all = new ArrayList<>(usage.options());
    all.addAll(Usage.EVERYWHERE);
    for (Opt opt : all) {
      String title = opt.section().isEmpty() ? "Options" : opt.section();
      sections.computeIfAbsent(title, key -> new ArrayList<>()).add(opt);
    }
    return sections;
  }

  private static void options(Output out, Style style, List<Opt> options) {
    int column = 0;
    for (Opt opt : options) {
      column = Math.max(column, Math.min(30, left(opt).length() + 2));
    }
    for (Opt opt : options) {
      String left = left(opt);
      out.add("  ").add(style.paint(left, Style.CYAN));
      int at = left.length();
      if (at >= column) {
        out.end().add("  ");
        at = 0;
      }
      List<String> meaning = wrap(opt.meaning(), Math.max(30, WIDTH - 2 - column));
      for (int i = 0; i < meaning.size(); i++) {
        out.repeat(' ', i == 0 ? column - at : column + 2).line(meaning.get(i));
      }
    }
  }

  private static String left(Opt opt) {
    String name = opt.name();
    if (opt.negatable() && opt.byDefault()) {
      // A field is a question with two answers; elsewhere only the opposite is worth typing.
      name = opt.section().isEmpty() ? opt.opposite() : "--[no-]" + name.substring(2);
    }
    String letter = opt.letter() == 0 ? "" : "-" + opt.letter() + ", ";
    return letter + name + (opt.isFlag() ? "" : " " + opt.value()) + (opt.repeatable() ? " …" : "");
  }

  private static void example(Output out, Style style, Usage.Example example) {
    out.line("  reeve " + example.line());
    out.line("      " + style.dim(example.meaning()));
  }

  private static String sentence(String summary) {
    return Character.toUpperCase(summary.charAt(0)) + summary.substring(1) + ".";
  }

  private static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + Width.of(word) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
