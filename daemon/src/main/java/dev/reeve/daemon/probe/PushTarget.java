package dev.reeve.daemon.probe;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a report means, by its address and its body. */
final class PushTarget {
  private static final String FAIL = "/fail";
  private static final Set<String> GOOD = Set.of("ok", "up", "pass", "healthy");
  private static final Set<String> BAD = Set.of("fail", "down", "failed", "unhealthy");

  private PushTarget() {}

  /** The report; empty if there is none in it. */
  static Optional<PushRequest> request(String target, String body) {
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    if (!path.startsWith(PushRequest.PATH)) {
      return Optional.of(new PushRequest("", new Push(true, ""))); // nobody's
    }
    String token = path.substring(PushRequest.PATH.length());
    boolean failPath = token.endsWith(FAIL);
    if (failPath) {
      token = token.substring(0, token.length() - FAIL.length());
    }
    Map<String, String> fields = new HashMap<>();
    // A form, as of curl -d status=fail, says the same as a query.
    boolean isForm = body.startsWith("status=") || body.startsWith("detail=");
    boolean isRight = mark < 0 || parse(target.substring(mark + 1), fields);
    if (!isRight || (isForm && !parse(body.strip(), fields))) {
      return Optional.empty();
    }
    String status = fields.getOrDefault("status", "").toLowerCase(Locale.ROOT);
    if (!status.isEmpty() && !GOOD.contains(status) && !BAD.contains(status)) {
      return Optional.empty();
    }
    String text = isForm ? "" : body.strip();
    int word = failWord(text);
    boolean healthy = !failPath && !BAD.contains(status) && word == 0;
    String rest = word == 0 ? text : text.substring(word).replaceFirst("^[\\s:;,.-]+", "");
    String detail = bounded(fields.getOrDefault("detail", rest));
    return Optional.of(new PushRequest(token, new Push(healthy, detail)));
  }

  /** How long the word is by which a body says that something is wrong; 0 if it does not. */
  private static int failWord(String body) {
    for (String word : new String[] {"unhealthy", "failed", "failure", "fail"}) {
      if (body.regionMatches(true, 0, word, 0, word.length())) {
        return word.length();
      }
    }
    return 0;
  }

  /** Reads {@code a=b&c=d}; false if it is wrongly encoded. */
  private static boolean parse(String query, Map<String, String> fields) {
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      Optional<String> key = decoded(equals < 0 ? pair : pair.substring(0, equals));
      Optional<String> value = decoded(equals < 0 ? "" : pair.substring(equals + 1));
      if (key.isEmpty() || value.isEmpty()) {
        return false;
      }
      fields.putIfAbsent(key.get(), value.get());
    }
    return true;
  }

  private static Optional<String> decoded(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
        int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
        if (low < 0) {
          return Optional.empty();
        }
        bytes.write(high * 16 + low);
        i += 2;
      } else {
        bytes.write(c == '+' ? ' ' : c);
      }
    }
    return Optional.of(bytes.toString(StandardCharsets.UTF_8));
  }

  /** Without control characters, which would play with terminals, and not longer than allowed. */
  private static String bounded(String detail) {
    StringBuilder clean = new StringBuilder();
    int bytes = 0;
    for (int c : detail.strip().codePoints().toArray()) {
      int shown = c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
      if (!isUnsafe(shown)) {
        bytes += Character.toString(shown).getBytes(StandardCharsets.UTF_8).length;
        if (bytes > PushRequest.MOST_DETAIL) {
          break;
        }
        clean.appendCodePoint(shown);
      }
    }
    return clean.toString().strip();
  }

  private static boolean isUnsafe(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
