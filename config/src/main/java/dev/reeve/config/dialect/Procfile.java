package dev.reeve.config.dialect;

import dev.reeve.config.tree.Spot;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Procfiles of Heroku, foreman, honcho and overmind: lines {@code NAME: COMMAND}, each command run
 * by a shell. A command that ends is started again, where those tools end all others; that is what
 * {@code reeve up} does.
 *
 * <p>A name may have letters, digits, dashes and underscores; lines that begin with {@code #} are
 * comments (foreman's manual and honcho's documentation).
 */
final class Procfile implements Dialect {
  private static final Pattern NAME = Pattern.compile("Procfile(\\.[A-Za-z0-9_-]+)?");
  private static final Pattern LINE = Pattern.compile("([A-Za-z0-9_-]+)\\s*:\\s*(.*)");

  @Override
  public String name() {
    return "Procfile";
  }

  @Override
  public boolean claims(String fileName) {
    return NAME.matcher(fileName).matches();
  }

  @Override
  public boolean recognises(Candidate candidate) {
    return candidate.extension().equals("procfile");
  }

  @Override
  public void translate(Translation translation) {
    int number = 0;
    for (String line : translation.source().lines()) {
      number++;
      String text = line.strip();
      if (text.isEmpty() || text.startsWith("#") || translation.isHopeless()) {
        continue;
      }
      int indent = line.indexOf(text.charAt(0));
      Spot at = new Spot(translation.source(), number, indent + 1);
      Matcher matcher = LINE.matcher(text);
      if (!matcher.matches()) {
        translation.problem(at, "expected NAME: COMMAND; a name has letters, digits, '_' and '-'");
        continue;
      }
      String command = String.valueOf(matcher.group(2));
      Draft draft = translation.service(at, String.valueOf(matcher.group(1)));
      if (command.isEmpty()) {
        draft.problem(at, "the command is missing; say what to run behind the ':'");
        continue;
      }
      Spot value = at.right(text.codePointCount(0, matcher.start(2)));
      draft.put(value, "command", "command", command).put(value, "command", "shell", "true");
    }
  }
}
