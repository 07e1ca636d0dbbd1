package dev.reeve.config;

import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Problems;
import dev.reeve.config.tree.Spot;
import dev.reeve.core.spec.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * Puts what services have in common under them: first the defaults, then the template and the
 * templates of that, then what the service says itself. Maps such as {@code env} are merged key by
 * key; anything else, lists included, is replaced.
 */
final class Templates {
  /** The field of a service that names its template. */
  static final String TEMPLATE = "template";

  /** So many values may come out of templates, whatever a hostile file says. */
  static final int MOST_VALUES = 2_000_000;

  /** How many templates may have each other as template in a row. */
  static final int DEEPEST = 32;

  private final Map<String, Node.Entry> templates;
  private final Problems problems;
  private final boolean complete;
  private final Map<String, Layer> known = new HashMap<>();
  private final Layer defaults;
  private int values;

  /**
   * Prepares for one load.
   *
   * @param templates by name
   * @param defaults for all services
   * @param complete whether these are all templates there are
   */
  Templates(
      Map<String, Node.Entry> templates,
      Optional<Node.Entry> defaults,
      Problems problems,
      boolean complete) {
    this.templates = templates;
    this.problems = problems;
    this.complete = complete;
    this.defaults = defaults.map(entry -> own(entry, "defaults: ")).orElse(Layer.EMPTY);
  }

  /** A service with everything that stands under it. */
  Node.Entry applied(Node.Entry service) {
    if (!(service.value() instanceof Node.Entries fields)) {
      return service;
    }
    Optional<Node.Entry> named = fields.entry(TEMPLATE);
    if (named.isEmpty() && defaults.isEmpty()) {
      return service;
    }
    String prefix = "service '" + service.key() + "': ";
    Layer under = defaults;
    if (named.isPresent()) {
      under = under.with(template(named.get(), prefix, new LinkedHashSet<>()));
    }
    Layer all = under.with(Layer.of(without(fields), problems, prefix));
    values += all.size();
    if (values > MOST_VALUES) {
      problems.settle(
          fields.at(),
          prefix + "more than " + MOST_VALUES + " values, those of templates included");
      return service;
    }
    return new Node.Entry(service.at(), service.key(), all.node(fields.at()));
  }

  private Layer template(Node.Entry named, String prefix, SequencedSet<String> chain) {
    Spot at = named.value().at();
    if (!(named.value() instanceof Node.Text text) || text.tree() == null) {
      if (!problems.isSettled(at)) {
        problems.settle(
            at, prefix + "'template' must be the name of a template, not " + named.value().kind());
      }
      return Layer.EMPTY;
    }
    Node.Entry entry = templates.get(text.text());
    if (entry == null) {
      if (complete && !problems.isSettled(at)) {
        problems.settle(
            at,
            prefix
                + "unknown template '"
                + text.text()
                + "'"
                + Names.didYouMean(text.text(), templates.keySet()));
      }
      return Layer.EMPTY;
    }
    if (chain.contains(text.text())) {
      List<String> circle = new ArrayList<>(chain);
      circle.subList(0, circle.indexOf(text.text())).clear();
      circle.add(text.text());
      if (!problems.isSettled(at)) {
        problems.settle(
            at, prefix + "the template is its own template: " + String.join(" -> ", circle));
      }
      return Layer.EMPTY;
    }
    Layer ready = known.get(text.text());
    if (ready != null) {
      return ready;
    }
    if (chain.size() == DEEPEST) {
      problems.settle(at, prefix + "more than " + DEEPEST + " templates in a row");
      return Layer.EMPTY;
    }
    chain.add(text.text());
    String ownPrefix = "template '" + text.text() + "': ";
    Layer layer = Layer.EMPTY;
    if (entry.value() instanceof Node.Entries fields) {
      Optional<Node.Entry> other = fields.entry(TEMPLATE);
      if (other.isPresent()) {
        layer = template(other.get(), ownPrefix, chain);
      }
    }
    layer = layer.with(own(entry, ownPrefix));
    values += layer.size();
    chain.removeLast();
    known.put(text.text(), layer);
    return layer;
  }

  /** What a template, or the defaults, say themselves. */
  private Layer own(Node.Entry entry, String prefix) {
    return entry.value() instanceof Node.Entries fields
        ? Layer.of(without(fields), problems, prefix)
        : Layer.EMPTY;
  }

  private static Node.Entries without(Node.Entries fields) {
    return new Node.Entries(
        fields.at(),
        fields.entries().stream().filter(entry -> !entry.key().equals(TEMPLATE)).toList());
  }
}
