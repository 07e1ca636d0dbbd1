package dev.reeve.linux.cgroup;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The formats of files of control groups. */
final class Flat {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
  private static final Pattern SOME =
      Pattern.compile("^some avg10=(\\d{1,3}\\.\\d{1,2})", Pattern.MULTILINE);

  private Flat() {}

  /** Lines of a key and a number; other lines are passed over. */
  static Map<String, Long> keyed(String text) {
    Map<String, Long> numbers = new LinkedHashMap<>();
    for (String line : text.split("\n", -1)) {
      int blank = line.indexOf(' ');
      if (blank > 0 && NUMBER.matcher(line.substring(blank + 1)).matches()) {
        numbers.put(line.substring(0, blank), Long.valueOf(line.substring(blank + 1)));
      }
    }
    return numbers;
  }

  /** Words between blanks. */
  static Set<String> words(String text) {
    Set<String> words = new LinkedHashSet<>();
    for (String word : text.strip().split("\\s+", -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  /** From a file of pressure: for what share of the last ten seconds some process waited. */
  static Optional<Double> someAvg10(String text) {
    Matcher matcher = SOME.matcher(text);
    return matcher.find() ? Optional.of(Double.valueOf(matcher.group(1))) : Optional.empty();
  }
}
