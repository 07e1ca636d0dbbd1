package dev.reeve.config.dialect;

import dev.reeve.config.MasterGroups;
import dev.reeve.config.tree.Node;
import dev.reeve.core.spec.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The master group of processmaster. */
final class ProcessmasterGroup {
  private static final String SUBTREE = "subtree_control_allow";

  /** Where the same is in Reeve. */
  private static final Map<String, String> KEYS =
      Map.of(
          "root",
          MasterGroups.ROOT,
          "name",
          MasterGroups.NAME,
          "cpu_max",
          MasterGroups.CPU,
          "memory_max",
          MasterGroups.MEMORY,
          "memory_swap_max",
          MasterGroups.SWAP,
          SUBTREE,
          MasterGroups.SUBTREE);

  /** What stands in cpu.max: microseconds of each period. */
  private static final Pattern QUOTA = Pattern.compile("([0-9]{1,12}) +([1-9][0-9]{0,8})");

  private ProcessmasterGroup() {}

  static void read(Translation translation, Node.Entry section) {
    if (Trees.isNull(section.value())) {
      return;
    }
    Node value = section.value();
    if (value instanceof Node.Entries map) {
      value = new Node.Entries(map.at(), own(translation, map));
    }
    translation.masterGroup(
        MasterGroups.read(
            new Node.Entry(section.at(), section.key(), value),
            ProcessmasterGroup::shown,
            text -> text,
            translation::problem));
  }

  /** The keys and values in the words of Reeve. */
  private static List<Node.Entry> own(Translation translation, Node.Entries map) {
    List<Node.Entry> own = new ArrayList<>();
    for (Node.Entry entry : map.entries()) {
      String key = KEYS.get(entry.key());
      if (key == null) {
        translation.warn(
            entry.at(),
            "unknown '"
                + entry.key()
                + "' is ignored"
                + Names.didYouMean(entry.key(), List.copyOf(KEYS.keySet())));
      } else {
        value(entry, key).ifPresent(value -> own.add(new Node.Entry(entry.at(), key, value)));
      }
    }
    return own;
  }

  private static String shown(String key) {
    return "cgroup"
        + KEYS.entrySet().stream()
            .filter(entry -> entry.getValue().equals(key))
            .map(entry -> "." + entry.getKey())
            .findFirst()
            .orElse("");
  }

  /** The value in the words of Reeve; nothing where that is what Reeve does anyway. */
  private static Optional<Node> value(Node.Entry entry, String key) {
    Optional<String> text = Trees.text(entry.value()).map(String::strip);
    if (text.isEmpty()) {
      return Trees.isNull(entry.value()) ? Optional.empty() : Optional.of(entry.value());
    }
    String its = text.get();
    return switch (key) {
      case MasterGroups.CPU -> Optional.of(text(entry, cores(its)));
      case MasterGroups.MEMORY, MasterGroups.SWAP ->
          Optional.of(text(entry, isMost(its) ? "max" : ProcessmasterLogs.bytes(its)));
      // Without it processmaster could limit no service; controllers that are needed do no harm.
      case MasterGroups.SUBTREE ->
          its.equals("false") ? Optional.empty() : Optional.of(entry.value());
      default -> Optional.of(entry.value());
    };
  }

  private static boolean isMost(String text) {
    return text.toLowerCase(Locale.ROOT).equals("max");
  }

  private static String cores(String text) {
    Matcher quota = QUOTA.matcher(text);
    if (quota.matches()) {
      long used = Long.parseLong(String.valueOf(quota.group(1)));
      return used * 1000 / Long.parseLong(String.valueOf(quota.group(2))) + "m";
    }
    return isMost(text.split(" ", -1)[0]) ? "max" : text;
  }

  private static Node text(Node.Entry entry, String text) {
    return new Node.Text(entry.value().at(), text, false);
  }
}
