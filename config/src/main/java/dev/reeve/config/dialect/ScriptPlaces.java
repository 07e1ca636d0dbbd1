package dev.reeve.config.dialect;

import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Source;
import dev.reeve.config.tree.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives what a script has computed the places where the script probably says it: apps are found by
 * their names, and keys behind that. What is not found has the place of what is around it.
 */
final class ScriptPlaces {
  /** A larger script is not searched. */
  private static final int LARGEST = 100_000;

  /** So many keys are looked for. */
  private static final int MOST_LOOKUPS = 5000;

  private final Source source;
  private final String text;
  private int lookups;

  ScriptPlaces(Source source) {
    this.source = source;
    this.text = source.text();
  }

  /** The same tree with places in the script. */
  Node placed(Node root) {
    return switch (root) {
      case Node.Entries top -> {
        List<Node.Entry> entries = new ArrayList<>();
        for (Node.Entry entry : top.entries()) {
          Range range = key(entry.key(), new Range(0, text.length()));
          Node value =
              entry.value() instanceof Node.Items apps
                  ? apps(apps, range.from())
                  : placed(entry.value(), new Range(range.from(), text.length()));
          entries.add(new Node.Entry(spot(range.from()), entry.key(), value));
        }
        yield new Node.Entries(source.start(), entries);
      }
      case Node.Items apps -> apps(apps, 0);
      case Node.Text one -> new Node.Text(source.start(), one.text(), one.plain());
    };
  }

  private record Range(int from, int to) {}

  private Node apps(Node.Items apps, int from) {
    List<Integer> starts = new ArrayList<>();
    int last = from;
    for (Node app : apps.items()) {
      last = start(app, last);
      starts.add(last);
    }
    List<Node> placed = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      int end = text.length();
      for (int j = i + 1; j < starts.size() && end == text.length(); j++) {
        end = starts.get(j) > starts.get(i) ? starts.get(j) : end;
      }
      placed.add(placed(apps.items().get(i), new Range(starts.get(i), end)));
    }
    return new Node.Items(spot(from), placed);
  }

  /** Where the app of that name or script begins, or else the one before. */
  private int start(Node app, int from) {
    if (app instanceof Node.Entries map) {
      for (String key : List.of("name", "script")) {
        Optional<String> value = map.entry(key).flatMap(entry -> Trees.text(entry.value()));
        if (value.isPresent() && value.get().length() < 200 && isWorthSearching()) {
          Matcher matcher =
              Pattern.compile(
                      "\\b" + key + "['\"]?\\s*:\\s*['\"`]" + Pattern.quote(value.get()) + "['\"`]")
                  .matcher(text);
          if (matcher.find(Math.min(from, text.length())) || matcher.find(0)) {
            int brace = text.lastIndexOf('{', matcher.start());
            return brace < 0 ? matcher.start() : brace;
          }
        }
      }
    }
    return from;
  }

  private Node placed(Node node, Range range) {
    Spot at = spot(range.from());
    return switch (node) {
      case Node.Text one -> new Node.Text(at, one.text(), one.plain());
      case Node.Items list ->
          new Node.Items(at, list.items().stream().map(item -> placed(item, range)).toList());
      case Node.Entries map -> {
        List<Node.Entry> entries = new ArrayList<>();
        for (Node.Entry entry : map.entries()) {
          Range key = key(entry.key(), range);
          Range value = key.from() == range.from() ? key : value(key);
          entries.add(new Node.Entry(spot(key.from()), entry.key(), placed(entry.value(), value)));
        }
        yield new Node.Entries(at, entries);
      }
    };
  }

  /** From a key in a range to the end of the range; the range itself if it is not there. */
  private Range key(String key, Range range) {
    if (key.isEmpty() || key.length() > 200 || !isWorthSearching()) {
      return range;
    }
    Matcher matcher =
        Pattern.compile("(?<![\\w$])" + Pattern.quote(key) + "(?=['\"]?\\s*:)").matcher(text);
    matcher.region(range.from(), range.to());
    return matcher.find() ? new Range(matcher.start(), range.to()) : range;
  }

  private boolean isWorthSearching() {
    return text.length() <= LARGEST && lookups++ < MOST_LOOKUPS;
  }

  /** From behind the colon on. */
  private Range value(Range key) {
    int colon = text.indexOf(':', key.from());
    int from = colon < 0 ? key.from() : colon + 1;
    while (from < key.to() && text.charAt(from) == ' ') {
      from++;
    }
    return new Range(Math.min(from, key.to()), key.to());
  }

  private Spot spot(int index) {
    return index == 0 || text.length() > LARGEST
        ? source.start()
        : source.spotAt(text.codePointCount(0, Math.min(index, text.length())));
  }
}
