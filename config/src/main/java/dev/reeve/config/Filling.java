package dev.reeve.config;

import dev.reeve.config.tree.Node;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.Unreadable;
import dev.reeve.core.spec.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts one value in place of {@code ${NAME}} in the fields of a service. In a command line it stays
 * one word, whatever is in it; where variables are replaced later on, nothing in it is one.
 */
final class Filling {
  private static final String EXEC = "exec";
  private static final Set<String> COMMANDS =
      Set.of(Fields.COMMAND.path(), Fields.STOP_COMMAND.path(), Fields.RELOAD.path());

  private final Pattern reference;
  private final String value;
  private final boolean shell;

  /**
   * Prepares for one service.
   *
   * @param shell whether its command is a line for a shell, which finds the value in its
   *     environment: in the text of the line it would be code
   */
  Filling(String name, String value, boolean shell) {
    // Two dollar signs are one for what reads the text later, and no variable.
    this.reference = Pattern.compile("(\\$\\$)|\\$\\{" + name + "\\}");
    this.value = value;
    this.shell = shell;
  }

  /** The same fields with the value in them. */
  List<Node.Entry> filled(List<Node.Entry> fields) {
    List<Node.Entry> filled = new ArrayList<>();
    for (Node.Entry field : fields) {
      boolean line = shell && field.key().equals(Fields.COMMAND.path());
      filled.add(line ? field : filled(field, field.key()));
    }
    return filled;
  }

  private Node.Entry filled(Node.Entry entry, String path) {
    boolean command = COMMANDS.contains(path) || entry.key().equals(EXEC);
    return new Node.Entry(entry.at(), entry.key(), filled(entry.value(), path, command));
  }

  private Node filled(Node node, String path, boolean command) {
    return switch (node) {
      case Node.Text text when !mentions(text.text()) -> text;
      case Node.Text text when command -> words(text);
      case Node.Text text ->
          filled(text, FieldTree.isExpanded(path) ? value.replace("$", "$$") : value);
      case Node.Items list ->
          new Node.Items(
              list.at(), list.items().stream().map(item -> filled(item, path, false)).toList());
      case Node.Entries map ->
          new Node.Entries(
              map.at(),
              map.entries().stream()
                  .map(entry -> filled(entry, path + "." + entry.key()))
                  .toList());
    };
  }

  private boolean mentions(String text) {
    return reference.matcher(text).results().anyMatch(result -> result.group(1) == null);
  }

  private Node.Text filled(Node.Text text, String with) {
    String filled =
        reference
            .matcher(text.text())
            .replaceAll(
                found -> Matcher.quoteReplacement(found.group(1) == null ? with : found.group()));
    return new Node.Text(text.at(), filled, false);
  }

  private Node words(Node.Text line) {
    try {
      List<Node> words = new ArrayList<>();
      for (String word : Words.split(line.text())) {
        words.add(filled(new Node.Text(line.at(), word, false), value));
      }
      return new Node.Items(line.at(), words);
    } catch (Unreadable e) {
      return line; // the reader of specs says what is wrong with it
    }
  }
}
