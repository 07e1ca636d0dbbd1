package dev.reeve.config.dialect;

import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Spot;
import dev.reeve.core.spec.Unreadable;
import dev.reeve.core.spec.Words;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One app of PM2: what is run, and how often. The other options are {@link Pm2Options}. */
final class Pm2App {
  /** What PM2 runs files with, beyond what Reeve does by itself (its interpreter.json). */
  private static final Map<String, String> INTERPRETERS =
      Map.of(
          "mjs", "node", "cjs", "node", "ts", "bun", "tsx", "bun", "coffee", "coffee", "ls", "lsc");

  private final Translation translation;
  private final Node.Entries app;
  private final Draft draft;

  private Pm2App(Translation translation, Node.Entries app, Draft draft) {
    this.translation = translation;
    this.app = app;
    this.draft = draft;
  }

  static void translate(Translation translation, Node.Entries app) {
    Optional<Node.Entry> script = first(app, "script", "exec", "cmd", "command");
    Optional<String> program = script.flatMap(entry -> Trees.text(entry.value()));
    Optional<Node.Entry> name = app.entry("name");
    String called =
        name.flatMap(entry -> Trees.text(entry.value()))
            .filter(text -> !text.isEmpty())
            .orElse(program.map(Pm2App::baseName).orElse(""));
    Spot at = name.map(entry -> entry.value().at()).orElse(app.at());
    if (program.isEmpty() || program.get().isBlank()) {
      translation.problem(at, "the app" + quoted(called) + " has no 'script'");
      return;
    }
    Draft draft = translation.renamed(at, called);
    Pm2Options options = new Pm2Options(draft);
    options.defaults();
    app.entries().stream().filter(entry -> !Trees.isNull(entry.value())).forEach(options::option);
    Pm2App self = new Pm2App(translation, app, draft);
    self.command(script.orElseThrow(), program.get());
    self.instances();
  }

  private static String quoted(String name) {
    return name.isEmpty() ? "" : " '" + name + "'";
  }

  private static String baseName(String script) {
    String word = script.strip().split("\\s", 2)[0];
    String last = word.substring(word.lastIndexOf('/') + 1);
    int dot = last.lastIndexOf('.');
    return dot > 0 ? last.substring(0, dot) : last;
  }

  /** The first of several spellings that is there. */
  private static Optional<Node.Entry> first(Node.Entries app, String... keys) {
    for (String key : keys) {
      Optional<Node.Entry> entry = app.entry(key).filter(found -> !Trees.isNull(found.value()));
      if (entry.isPresent()) {
        return entry;
      }
    }
    return Optional.empty();
  }

  private void command(Node.Entry script, String program) {
    if (program.strip().contains(" ") && !isFile(program)) {
      // PM2 gives a whole command line to bash, and then forgets 'args'.
      draft.put(script, "command", program).put(script, "shell", "true");
      return;
    }
    List<String> words = new ArrayList<>();
    String interpreter = interpreter(program);
    List<String> nodeArgs = words(first(app, "node_args", "interpreter_args", "interpreterArgs"));
    if (!nodeArgs.isEmpty()) {
      words.add(interpreter.isEmpty() ? "node" : interpreter);
      words.addAll(nodeArgs);
    } else if (!interpreter.isEmpty()) {
      Spot at =
          first(app, "interpreter", "exec_interpreter").map(Node.Entry::at).orElse(script.at());
      draft.put(at, "interpreter", "interpreter", interpreter);
    }
    // PM2 looks in the working directory before it looks in PATH.
    boolean local = !program.contains("/") && interpreter.isEmpty() && isFile(program);
    words.add(local && extension(program).isEmpty() ? "./" + program : program);
    words.addAll(words(app.entry("args")));
    List<Node> items = new ArrayList<>();
    words.forEach(word -> items.add(new Node.Text(script.value().at(), word, false)));
    draft.put(script.at(), "script", "command", new Node.Items(script.value().at(), items));
  }

  private String interpreter(String program) {
    String declared =
        first(app, "interpreter", "exec_interpreter")
            .flatMap(entry -> Trees.text(entry.value()))
            .orElse("");
    return declared.isEmpty()
        ? INTERPRETERS.getOrDefault(extension(program), "")
        : declared.equals("none") ? "" : declared;
  }

  private static String extension(String program) {
    int dot = program.lastIndexOf('.');
    return dot < 0 || program.indexOf('/', dot) >= 0 ? "" : program.substring(dot + 1);
  }

  private boolean isFile(String program) {
    try {
      String cwd = app.entry("cwd").flatMap(entry -> Trees.text(entry.value())).orElse("");
      Path folder = translation.folder().resolve(cwd);
      return Files.isRegularFile(folder.resolve(program));
    } catch (InvalidPathException e) {
      return false; // the reader of specs says what is wrong with it
    }
  }

  /** A list as it is, a text split as a shell does. */
  private List<String> words(Optional<Node.Entry> entry) {
    if (entry.isEmpty() || Trees.isNull(entry.get().value())) {
      return List.of();
    }
    Node value = entry.get().value();
    if (value instanceof Node.Text text) {
      try {
        return Words.split(text.text());
      } catch (Unreadable e) {
        draft.problem(text.at(), "'" + entry.get().key() + "' " + e.reason());
        return List.of();
      }
    }
    for (Node item : Trees.items(value)) {
      if (!(item instanceof Node.Text)) {
        draft.problem(
            item.at(), "'" + entry.get().key() + "' must be a list of texts, not " + item.kind());
      }
    }
    return Trees.texts(value);
  }

  /** Numbers, {@code max}, and negative ones, which leave that many processors free. */
  private void instances() {
    Optional<Node.Entry> entry = first(app, "instances");
    String declared = entry.flatMap(found -> Trees.text(found.value())).orElse("");
    int processors = Runtime.getRuntime().availableProcessors();
    String count =
        declared.equals("max") || declared.equals("0")
            ? Integer.toString(processors)
            : declared.matches("-\\d{1,4}")
                ? Integer.toString(Math.max(1, processors + Integer.parseInt(declared)))
                : declared;
    entry.ifPresent(found -> {
      if (count.isEmpty()) {
        draft.put(found, "instances");
      } else {
        draft.put(found, "instances", count);
      }
    });
    String mode = first(app, "exec_mode").flatMap(f -> Trees.text(f.value())).orElse("");
    boolean many = !count.isEmpty() && !count.equals("1");
    if (many) {
      draft.warn(
          entry.orElseThrow().at(),
          "the number of an instance counts from 1, where PM2 counts from 0");
    }
    if (mode.startsWith("cluster") || (mode.isEmpty() && many)) {
      Spot at = first(app, "exec_mode").or(() -> entry).map(Node.Entry::at).orElse(draft.at());
      draft.warn(
          at,
          "cluster mode has no equivalent: instances do not share a port by themselves; each one"
              + " knows its number from its environment");
    }
  }
}
