package dev.reeve.cli;

import dev.reeve.config.ConfigProblem;
import dev.reeve.config.Environment;
import dev.reeve.config.Loaded;
import dev.reeve.config.Loader;
import dev.reeve.config.Preflight;
import dev.reeve.core.spec.ServiceSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code check}: whether a configuration file is good. */
final class CheckCommand implements Command {
  private static final int SHOWN = 12;
  private static final Opt STRICT = Opt.flag("--strict", "fail if there is a warning");

  @Override
  public Usage usage() {
    return Usage.of("check", "whether a configuration file is good")
        .words("[FILE…]", 0, Usage.MANY)
        .text(
            "Reads a file, or the reeve.yaml of a folder (the current one if none is given), exactly"
                + " as 'reeve start' does, and tells all mistakes at once with line and column. What"
                + " this machine lacks for the services, and what a file of another system says that"
                + " has no equivalent, is a warning. Starts nothing and needs no daemon.")
        .options(STRICT)
        .examples(
            new Usage.Example("check reeve.yaml", "before it is used"),
            new Usage.Example(
                "check --strict ecosystem.config.js", "a file of PM2, warnings count"),
            new Usage.Example("check --json .", "for programs"))
        .exits("0 good · 1 mistakes, or with --strict warnings · 2 wrong usage");
  }

  @Override
  public String what(Call call) {
    return "check " + call.wordsText();
  }

  @Override
  public int run(Call call) {
    List<String> files = call.words().isEmpty() ? List.of(".") : call.words();
    List<Map<String, @Nullable Object>> items = new ArrayList<>();
    boolean good = true;
    for (String file : files) {
      Environment environment = new Environment(call.invocation.environment());
      Loaded loaded = Loader.load(ConfigFiles.path(call, file), environment);
      List<ConfigProblem> warnings = new ArrayList<>();
      if (loaded instanceof Loaded.Ok ok) {
        warnings.addAll(ConfigFiles.warnings(call, ok));
        warnings.addAll(Preflight.check(ok, environment));
      }
      good &= loaded instanceof Loaded.Ok && (warnings.isEmpty() || !call.arguments.has(STRICT));
      if (call.json()) {
        items.add(item(file, loaded, warnings));
      } else {
        print(call, file, loaded, warnings);
      }
    }
    if (call.json()) {
      call.printJsonText(Json.text(items));
    }
    return good ? 0 : 1;
  }

  private static void print(Call call, String named, Loaded loaded, List<ConfigProblem> warnings) {
    if (loaded instanceof Loaded.Broken broken) {
      call.out.flush();
      ConfigFiles.print(call, named, broken);
    } else if (loaded instanceof Loaded.Ok ok) {
      for (ConfigProblem warning : warnings) {
        call.err.line(warning.warning());
      }
      String file = Clean.line(ok.file().toString());
      String count = Human.count(warnings.size(), "warning");
      if (!warnings.isEmpty() && call.arguments.has(STRICT)) {
        call.err.line(call.errStyle().red(file + " has " + count));
      } else if (!call.quiet()) {
        call.err.flush();
        call.out.line(
            file
                + " is good: "
                + (ok.format().equals(Loaded.NATIVE) ? "" : ok.format() + ", ")
                + services(ok)
                + (warnings.isEmpty() ? "" : "; " + count));
      }
      call.err.flush();
    }
  }

  private static String services(Loaded.Ok ok) {
    return ok.specs().isEmpty()
        ? "no services"
        : Human.count(ok.specs().size(), "service") + " (" + shown(names(ok)) + ")";
  }

  private static List<String> names(Loaded.Ok ok) {
    List<String> names = new ArrayList<>();
    for (ServiceSpec spec : ok.specs()) {
      names.add(Clean.line(spec.name()));
    }
    return names;
  }

  /** All of them, as long as a person would read them. */
  private static String shown(List<String> names) {
    return names.size() <= SHOWN
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, SHOWN)) + ", …";
  }

  private static Map<String, @Nullable Object> item(
      String file, Loaded loaded, List<ConfigProblem> warnings) {
    Map<String, @Nullable Object> item = new LinkedHashMap<>();
    item.put("file", loaded instanceof Loaded.Ok ok ? ok.file().toString() : file);
    item.put("format", loaded instanceof Loaded.Ok ok ? ok.format() : null);
    item.put("ok", loaded instanceof Loaded.Ok);
    item.put("services", loaded instanceof Loaded.Ok ok ? names(ok) : List.of());
    item.put(
        "problems",
        loaded instanceof Loaded.Broken broken ? problems(broken.problems()) : List.of());
    item.put("warnings", problems(warnings));
    return item;
  }

  private static List<Map<String, Object>> problems(List<ConfigProblem> problems) {
    return problems.stream().map(ConfigFiles::item).toList();
  }
}
