package dev.reeve.config.dialect;

import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Spot;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * procman's {@code ${{ process.KEY }}}: values that a completed process has written to the file in
 * {@code PROCMAN_OUTPUT}, as {@code KEY=VALUE} or {@code KEY<<END … END}. The shell that runs the
 * command reads them when it starts, where procman puts them into the text of the command; so they
 * are never code here.
 */
final class ProcmanTemplates {
  private static final Pattern TEMPLATE =
      Pattern.compile("\\$\\{\\{\\s*([^\\s{}]+)\\.([A-Za-z0-9_-]+)\\s*\\}\\}");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** Prints one value of a file; the last one of a key counts. */
  private static final String READER =
      """
      procman_value() {
        awk -v key="$2" '
          end != "" { if ($0 == end) { end = "" } else if (taken) { value = value (n++ ? "\\n" : "") $0 }; next }
          match($0, /^[^=]*<</) && index($0, "=") == 0 {
            taken = substr($0, 1, RLENGTH - 2) == key; end = substr($0, RLENGTH + 1)
            if (taken) { value = ""; n = 0; found = 1 }; next }
          index($0, key "=") == 1 { value = substr($0, length(key) + 2); found = 1 }
          END { if (!found) { print "no " key " in the output of " FILENAME > "/dev/stderr"; exit 1 }; print value }
        ' "$1"
      }
      """;

  private final Sketch sketch;
  private final String name;
  private final Map<String, Node.Entries> jobs;
  private final Path outputs;
  private final List<String> exports = new ArrayList<>();
  private boolean used;

  /**
   * Prepares for one process.
   *
   * @param outputs the folder of the files with values
   */
  ProcmanTemplates(Sketch sketch, String name, Map<String, Node.Entries> jobs, Path outputs) {
    this.sketch = sketch;
    this.name = name;
    this.jobs = jobs;
    this.outputs = outputs;
  }

  /** The processes whose values a process uses. */
  static List<String> sources(Node.Entries job) {
    List<String> sources = new ArrayList<>();
    job.entry("run").flatMap(run -> Trees.text(run.value())).ifPresent(t -> sources(t, sources));
    if (job.entry("env").map(Node.Entry::value).orElse(job) instanceof Node.Entries env) {
      env.entries().forEach(entry -> Trees.text(entry.value()).ifPresent(t -> sources(t, sources)));
    }
    return sources;
  }

  private static void sources(String text, List<String> into) {
    Matcher matcher = TEMPLATE.matcher(text);
    while (matcher.find()) {
      into.add(String.valueOf(matcher.group(1)));
    }
  }

  /** Where a process writes its values. */
  Path file(String process) {
    return outputs.resolve(process.replace('/', '-') + ".output");
  }

  /** Puts a variable: one with values of others is set by the shell. */
  void variable(Node.Entry entry) {
    Optional<String> text = Trees.text(entry.value());
    if (text.isEmpty() || !TEMPLATE.matcher(text.get()).find()) {
      sketch.variable(entry.at(), entry.key(), entry.value());
    } else if (!VARIABLE.matcher(entry.key()).matches()) {
      sketch.problem(entry.at(), "'" + entry.key() + "' cannot be a variable of a shell");
    } else {
      Matcher matcher = TEMPLATE.matcher(text.get());
      StringBuilder value = new StringBuilder();
      int end = 0;
      while (matcher.find()) {
        value.append(quoted(text.get().substring(end, matcher.start())));
        value.append('"').append(call(entry.value().at(), matcher)).append('"');
        end = matcher.end();
      }
      value.append(quoted(text.get().substring(end)));
      // Apart from its export, so that a missing value ends the shell.
      exports.add(entry.key() + "=" + value + "; export " + entry.key() + "\n");
    }
  }

  /** The command with its templates as substitutions of the shell. */
  String run(Spot at, String text) {
    Matcher matcher = TEMPLATE.matcher(text);
    StringBuilder out = new StringBuilder();
    int end = 0;
    char quote = 0;
    while (matcher.find()) {
      String before = text.substring(end, matcher.start());
      quote = quote(before, quote);
      String call = call(at, matcher);
      out.append(before).append(quote == '\'' ? "'\"" + call + "\"'" : call);
      end = matcher.end();
    }
    return out.append(text, end, text.length()).toString();
  }

  /** What must stand before the command. */
  String prelude() {
    return (used ? READER : "") + String.join("", exports);
  }

  /** The quote that is open behind a part of a command. */
  private static char quote(String part, char open) {
    char quote = open;
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c == '\\' && quote != '\'') {
        i++;
      } else if (quote == c) {
        quote = 0;
      } else if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      }
    }
    return quote;
  }

  private String call(Spot at, Matcher template) {
    String process = String.valueOf(template.group(1));
    String key = String.valueOf(template.group(2));
    Node.Entries source = jobs.get(process);
    if (source == null) {
      sketch.problem(at, "there is no process '" + process + "' for " + template.group());
    } else if (!ProcmanJob.isOnce(source)) {
      sketch.problem(at, "'" + process + "' needs 'once: true' for " + template.group());
    } else if (!isAwaited(process)) {
      sketch.problem(
          at, template.group() + " needs {process_exited: " + process + "} in 'depends'");
    }
    used = true;
    return "$(procman_value " + quoted(file(process).toString()) + " " + key + ")";
  }

  /** Whether this process, or one that it waits for, waits for the end of another. */
  private boolean isAwaited(String process) {
    Set<String> seen = new HashSet<>(Set.of(name));
    Deque<String> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      Node.Entries job = jobs.get(open.pop());
      if (job == null) {
        continue;
      }
      for (Node item : job.entry("depends").map(d -> Trees.items(d.value())).orElse(List.of())) {
        Optional<String> other =
            item instanceof Node.Entries map
                ? map.entry("process_exited").flatMap(exited -> Trees.text(exited.value()))
                : Optional.empty();
        if (other.isPresent() && seen.add(other.get())) {
          open.push(other.get());
        }
      }
    }
    return seen.contains(process) && !process.equals(name);
  }

  private static String quoted(String text) {
    return text.isEmpty() ? "" : "'" + text.replace("'", "'\\''") + "'";
  }
}
