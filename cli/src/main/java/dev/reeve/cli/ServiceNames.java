package dev.reeve.cli;

import dev.reeve.core.spec.Names;
import dev.reeve.core.spec.Unreadable;
import java.util.List;

/** Names for new services. */
final class ServiceNames {
  /** The programs of which the script they run says more than they do. */
  private static final List<String> INTERPRETERS =
      List.of(
          "node", "python", "python3", "ruby", "perl", "php", "lua", "bash", "sh", "deno", "bun");

  private static final int LONGEST = 64;

  private ServiceNames() {}

  /**
   * Refuses what cannot be a name.
   *
   * @throws Complaint if it cannot
   */
  static void check(Call call, String what, String name) throws Complaint {
    try {
      Names.checked(name);
    } catch (Unreadable e) {
      throw Complaint.usage(
          what,
          "'" + Clean.line(name) + "' " + e.reason(),
          "see 'reeve help " + call.arguments.usage().name() + "'");
    }
  }

  /**
   * A name for a command: that of the program without folder and extension, or of the script that
   * an interpreter runs. Characters that cannot be in a name become dashes.
   */
  static String of(List<String> words) {
    String first = base(words.getFirst());
    if (INTERPRETERS.contains(first) && words.size() > 1) {
      String script = words.get(1);
      if (!script.startsWith("-") && (script.indexOf('/') >= 0 || script.indexOf('.') > 0)) {
        return valid(base(script));
      }
    }
    return valid(first);
  }

  private static String base(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static String valid(String name) {
    StringBuilder valid = new StringBuilder();
    for (int i = 0; i < name.length() && valid.length() < LONGEST; i++) {
      char c = name.charAt(i);
      boolean allowed =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '.'
              || c == '_'
              || (c == '-' && !valid.isEmpty());
      if (allowed) {
        valid.append(c);
      } else if (!valid.isEmpty()) {
        valid.append('-');
      }
    }
    String text = valid.toString();
    return text.isEmpty() || text.equals("all") || text.equals(".") || text.equals("..")
        ? "service"
        : text;
  }
}
