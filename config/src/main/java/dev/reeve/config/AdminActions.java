package dev.reeve.config;

import dev.reeve.config.tree.BadText;
import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Printable;
import dev.reeve.config.tree.Spot;
import dev.reeve.core.spec.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads {@code admin_actions}: {@code ID: {label, command}}. */
public final class AdminActions {
  /** What an ID looks like. */
  public static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  static final String LABEL = "label";
  static final String COMMAND = "command";

  /** The keys of an action. */
  static final List<String> KEYS = List.of(LABEL, COMMAND);

  private static final Pattern ID_PATTERN = Pattern.compile(ID);
  private static final int MOST = 64;
  private static final int LONGEST_LABEL = 100;
  private static final int MOST_WORDS = 256;
  private static final int LONGEST_WORD = 8192;

  /** What a text of the file stands for. */
  public interface Meaning {
    /** The text with variables in place. */
    String of(String text) throws BadText;
  }

  /** Told of mistakes. */
  public interface Complaints {
    /** Something is wrong at a place. */
    void add(Spot at, String message);
  }

  private final String path;
  private final Meaning meaning;
  private final Complaints problems;

  private AdminActions(String path, Meaning meaning, Complaints problems) {
    this.path = path;
    this.meaning = meaning;
    this.problems = problems;
  }

  /**
   * Reads a section.
   *
   * @param path what it is called in messages
   * @return those that are good
   */
  public static List<AdminAction> read(
      Node section, String path, Meaning meaning, Complaints problems) {
    return new AdminActions(path, meaning, problems).all(section);
  }

  private List<AdminAction> all(Node section) {
    if (section instanceof Node.Text text && text.isAbsent()) {
      return List.of();
    }
    if (!(section instanceof Node.Entries map)) {
      problems.add(section.at(), "'" + path + "' must be a map of actions, not " + section.kind());
      return List.of();
    }
    Map<String, AdminAction> actions = new LinkedHashMap<>();
    for (Node.Entry entry : map.entries()) {
      if (!ID_PATTERN.matcher(entry.key()).matches()) {
        problems.add(
            entry.at(),
            "'"
                + Printable.line(entry.key(), 80)
                + "' cannot be the name of an action: up to 64 letters, digits and . _ - make one");
      } else {
        one(entry, actions);
      }
    }
    if (actions.size() > MOST) {
      problems.add(section.at(), "'" + path + "' has more than " + MOST + " actions");
    }
    return List.copyOf(actions.values());
  }

  private void one(Node.Entry entry, Map<String, AdminAction> actions) {
    String where = path + "." + entry.key();
    if (!(entry.value() instanceof Node.Entries map)) {
      problems.add(
          entry.value().at(),
          "'" + where + "' must be a map with 'command', not " + entry.value().kind());
      return;
    }
    String label = entry.key();
    List<String> command = List.of();
    for (Node.Entry setting : map.entries()) {
      switch (setting.key()) {
        case LABEL -> label = label(setting.value(), where, label);
        case COMMAND -> command = command(setting.value(), where);
        default ->
            problems.add(
                setting.at(),
                "unknown key '"
                    + Printable.line(setting.key(), 80)
                    + "' in '"
                    + where
                    + "'"
                    + Names.didYouMean(setting.key(), KEYS));
      }
    }
    if (map.entry(COMMAND).isEmpty()) {
      problems.add(entry.at(), "'" + where + "' has no 'command'");
    } else if (!command.isEmpty()) {
      actions.put(entry.key(), new AdminAction(entry.key(), label, command, entry.at().place()));
    }
  }

  private String label(Node node, String where, String otherwise) {
    if (node instanceof Node.Text text && !text.text().isBlank()) {
      String label = text.text().strip();
      if (label.length() <= LONGEST_LABEL && label.codePoints().noneMatch(Printable::isUnsafe)) {
        return label;
      }
    }
    problems.add(
        node.at(),
        "'"
            + where
            + ".label' must be a text of up to "
            + LONGEST_LABEL
            + " characters that can be shown");
    return otherwise;
  }

  private List<String> command(Node node, String where) {
    if (!(node instanceof Node.Items list) || list.items().isEmpty()) {
      problems.add(
          node.at(),
          "'"
              + where
              + ".command' must be a list of words, such as [systemctl, restart, nginx]: there is"
              + " no shell");
      return List.of();
    }
    List<String> words = new ArrayList<>();
    for (Node item : list.items()) {
      if (!(item instanceof Node.Text text) || text.isAbsent()) {
        problems.add(
            item.at(), "a word of '" + where + ".command' must be a text, not " + item.kind());
        return List.of();
      }
      try {
        words.add(meaning.of(text.text()));
      } catch (BadText e) {
        problems.add(text.at(), e.reason());
        return List.of();
      }
    }
    boolean fits =
        words.size() <= MOST_WORDS
            && !words.getFirst().isBlank()
            && words.stream()
                .allMatch(word -> word.length() <= LONGEST_WORD && word.indexOf('\0') < 0);
    if (!fits) {
      problems.add(
          node.at(),
          "'"
              + where
              + ".command' must begin with a program and have up to "
              + MOST_WORDS
              + " words of up to "
              + LONGEST_WORD
              + " characters");
      return List.of();
    }
    return words;
  }
}
