package dev.reeve.config.dialect;

import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Spot;
import dev.reeve.config.tree.Unloadable;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * PM2's ecosystem files in JSON, YAML or JavaScript: a list of apps below {@code apps}, a list at
 * the top, or one app. JavaScript is evaluated by {@link NodeScript}.
 *
 * <p>What differs from PM2 on purpose: a missing {@code cwd} is the folder of the file rather than
 * that of the shell, and logs are rotated as Reeve's are, where PM2 lets them grow without a
 * module.
 */
final class Pm2 implements Dialect {
  private static final Pattern NAME =
      Pattern.compile(
          "(?:.+\\.config\\.(?:js|cjs|mjs))|(?:(?:ecosystem|pm2)\\.config\\.(?:json|yaml|yml))");

  @Override
  public String name() {
    return "PM2";
  }

  @Override
  public boolean claims(String fileName) {
    return NAME.matcher(fileName).matches();
  }

  @Override
  public boolean recognises(Candidate candidate) {
    return candidate
        .map()
        .filter(map ->
            isApp(map)
                || map.entry("apps")
                    .filter(apps -> Trees.items(apps.value()).stream().anyMatch(Pm2::isApp))
                    .isPresent())
        .isPresent();
  }

  private static boolean isApp(Node node) {
    return node instanceof Node.Entries app
        && (app.entry("script").isPresent() || app.entry("exec").isPresent());
  }

  @Override
  public void translate(Translation translation) throws Unloadable {
    boolean script = translation.source().file().toString().endsWith("js");
    Optional<Node> root = script ? NodeScript.read(translation) : Trees.read(translation);
    Spot start = translation.source().start();
    switch (root.orElse(new Node.Text(start, "", true))) {
      case Node.Items apps -> apps(translation, apps.items());
      case Node.Entries top when top.entry("apps").isEmpty() && isApp(top) ->
          apps(translation, List.of(top));
      case Node.Entries top -> {
        for (Node.Entry entry : top.entries()) {
          if (entry.key().equals("apps")) {
            apps(translation, Trees.items(entry.value()));
          } else {
            translation.warn(
                entry.at(),
                "'" + entry.key() + "' has no equivalent: only 'apps' are taken over; ignored");
          }
        }
      }
      case Node.Text text ->
          translation.problem(
              text.at(),
              "a PM2 file must be a map with a list of 'apps', not "
                  + (script && root.isEmpty() ? "nothing; does it export them?" : text.kind()));
    }
  }

  private static void apps(Translation translation, List<Node> apps) {
    for (Node node : apps) {
      if (translation.isHopeless()) {
        return;
      }
      if (node instanceof Node.Entries app) {
        Pm2App.translate(translation, app);
      } else {
        translation.problem(node.at(), "an app must be a map, not " + node.kind());
      }
    }
  }
}
