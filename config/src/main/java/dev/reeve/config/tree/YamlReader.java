package dev.reeve.config.tree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * YAML 1.2 (and with it JSON) to {@link Node}s. Reads the events of the parser rather than its node
 * tree, because that has no limit of depth, stops at the first duplicate key, and resolves scalars
 * with regular expressions. What happens for each node is without lambdas: a command mostly runs
 * before they are compiled.
 */
public final class YamlReader {
  /** How deep maps and lists may be nested. */
  public static final int DEEPEST = 64;

  /** How many nodes a file may have, those that aliases repeat included. */
  public static final int MOST_NODES = 500_000;

  private static final String STRING_TAG = "tag:yaml.org,2002:str";

  /** A node that aliases can repeat; without a node while it is being read. */
  private record Anchored(Optional<Node> node, int size, int height) {}

  private final Source source;
  private final Problems problems;
  private final ParserImpl parser;
  private final Map<Anchor, Anchored> anchors = new HashMap<>();

  /** Where the latest event begins. */
  private Spot last;

  private int nodes;
  private int height;

  private YamlReader(Source source, Problems problems) {
    this.source = source;
    this.last = source.start();
    this.problems = problems;
    String text = source.text();
    LoadSettings settings =
        LoadSettings.builder()
            .setCodePointLimit(SourceFile.LARGEST)
            .setUseMarks(true)
            // All at once: with its own small steps the parser takes the square of the length of a
            // scalar, which is half a minute for 4 MiB.
            .setBufferSize(Math.max(1024, text.length() + 1))
            .build();
    this.parser = new ParserImpl(settings, new StreamReader(settings, text));
  }

  /**
   * Reads the only document of a source.
   *
   * @return nothing if the source is empty
   * @throws Unloadable if it is no YAML, or too large a one
   */
  public static Optional<Node> read(Source source, Problems problems) throws Unloadable {
    return new YamlReader(source, problems).document();
  }

  private Optional<Node> document() throws Unloadable {
    next(); // start of the stream
    if (next().getEventId() == Event.ID.StreamEnd) {
      return Optional.empty();
    }
    Node root = node(next(), 1);
    next(); // end of the document
    Event after = next();
    if (after.getEventId() != Event.ID.StreamEnd) {
      problems.add(last, "a second document begins here; a configuration file has only one");
    }
    return Optional.of(root);
  }

  private Node node(Event event, int depth) throws Unloadable {
    Spot at = last;
    if (event instanceof AliasEvent alias) {
      return repeated(alias.getAlias(), at, depth);
    }
    count(1, at);
    if (depth > DEEPEST) {
      throw failed(at, "nested deeper than " + DEEPEST + " levels");
    }
    Optional<Anchor> anchor =
        event instanceof NodeEvent named ? named.getAnchor() : Optional.empty();
    if (anchor.isPresent()) {
      anchors.put(anchor.get(), new Anchored(Optional.empty(), 0, 0));
    }
    int before = nodes;
    Node node =
        switch (event.getEventId()) {
          case Scalar -> text((ScalarEvent) event, at);
          case MappingStart -> entries((MappingStartEvent) event, at, depth);
          case SequenceStart -> items((SequenceStartEvent) event, at, depth);
          default -> throw failed(at, "cannot read YAML: unexpected " + event);
        };
    if (anchor.isPresent()) {
      anchors.put(anchor.get(), new Anchored(Optional.of(node), nodes - before + 1, height));
    }
    return node;
  }

  private Node text(ScalarEvent scalar, Spot at) {
    boolean tagged = checkTag(scalar.getTag(), at);
    height = 1;
    return new Node.Text(at, scalar.getValue(), scalar.isPlain() && !tagged);
  }

  private Node items(SequenceStartEvent list, Spot at, int depth) throws Unloadable {
    checkTag(list.getTag(), at);
    List<Node> items = new ArrayList<>();
    int highest = 0;
    for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
      items.add(node(event, depth + 1));
      highest = Math.max(highest, height);
    }
    height = highest + 1;
    return new Node.Items(at, items);
  }

  private Node entries(MappingStartEvent map, Spot at, int depth) throws Unloadable {
    checkTag(map.getTag(), at);
    List<Node.Entry> entries = new ArrayList<>();
    Map<String, Spot> seen = new HashMap<>();
    int highest = 0;
    for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
      Spot begin = last;
      Node key = node(event, depth + 1);
      Node value = node(next(), depth + 1);
      highest = Math.max(highest, height);
      if (isKey(key, begin, at)
          && key instanceof Node.Text(Spot spot, String name, boolean plain)) {
        Spot first = seen.putIfAbsent(name, spot);
        if (first == null) {
          entries.add(new Node.Entry(spot, name, value));
        } else {
          problems.add(
              spot, "'" + name + "' is declared twice; the first one is in line " + first.line());
        }
      }
    }
    height = highest + 1;
    return new Node.Entries(at, entries);
  }

  private boolean isKey(Node key, Spot at, Spot map) {
    if (!(key instanceof Node.Text text)) {
      problems.add(at, "a key must be text, not " + key.kind());
      return false;
    }
    if (text.isAbsent()) {
      problems.add(at, "a key is missing before this ':'");
      return false;
    }
    if (text.plain() && text.text().equals("<<")) {
      problems.settle(map); // whatever is missing in it was meant to be merged
      problems.add(
          at, "'<<' is not part of YAML 1.2; repeat the fields, or use an alias for a whole value");
      return false;
    }
    return !problems.isSettled(at);
  }

  private Node repeated(Anchor anchor, Spot at, int depth) throws Unloadable {
    Anchored anchored = anchors.get(anchor);
    if (anchored == null || anchored.node().isEmpty()) {
      problems.settle(
          at,
          anchored != null
              ? "alias '*" + anchor + "' repeats a value that contains it"
              : "alias '*"
                  + anchor
                  + "' repeats nothing: there is no '&"
                  + anchor
                  + "' above; put text that begins with '*' in quotes");
      return new Node.Text(at, "unknown", false); // any text will do: the problem has been said
    }
    count(anchored.size(), at);
    if (depth + anchored.height() - 1 > DEEPEST) {
      throw failed(at, "nested deeper than " + DEEPEST + " levels");
    }
    height = anchored.height();
    return anchored.node().get();
  }

  private void count(int more, Spot at) throws Unloadable {
    nodes += more;
    if (nodes > MOST_NODES) {
      throw failed(at, "more than " + MOST_NODES + " values, those repeated by aliases included");
    }
  }

  /** Whether there is one. */
  private boolean checkTag(Optional<String> tag, Spot at) {
    if (tag.isPresent() && !tag.get().equals(STRING_TAG) && !tag.get().equals("!")) {
      problems.settle(
          at,
          "tags have no meaning here; remove '"
              + tag.get().replace("tag:yaml.org,2002:", "!!")
              + "', or put it in quotes");
    }
    return tag.isPresent();
  }

  private Event next() throws Unloadable {
    try {
      Event event = parser.next();
      Optional<Mark> mark = event.getStartMark();
      if (mark.isPresent()) {
        last = Spot.of(source, mark.get());
      }
      return event;
    } catch (RuntimeException e) {
      // Besides its own exceptions the parser lets those of the JDK through, such as a
      // NumberFormatException for an absurd %YAML version.
      throw new Unloadable(SyntaxErrors.problem(e, source, last));
    }
  }

  private Unloadable failed(Spot at, String message) {
    return new Unloadable(at.problem(message));
  }
}
