package dev.reeve.core.spec;

import static dev.reeve.core.spec.FieldTypes.scalar;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** How probes are read from and written to maps such as {@code {http: URL, interval: 1s}}. */
final class ProbeTypes {
  /** The keys that name a kind of probe. */
  static final List<String> KINDS =
      List.of(
          "http",
          "tcp",
          "path",
          "not_path",
          "file_contains",
          "not_listening",
          "not_running",
          "log",
          "exec");

  private static final FieldType<Probe.Format> FORMAT = FieldTypes.choice(Probe.Format.class);

  private ProbeTypes() {}

  /** The one probe among the options of a map. */
  static Probe probe(Options options, Collection<String> kinds) throws Unreadable {
    List<String> named = options.keys().stream().filter(kinds::contains).toList();
    if (named.size() != 1) {
      throw new Unreadable(
          (named.isEmpty() ? "needs one of " : "may have only one of ") + String.join(", ", kinds));
    }
    String kind = named.getFirst();
    if (options.has("status") && !kind.equals("http")) {
      throw new Unreadable("belongs to http only").below("status");
    }
    if ((options.has("key") || options.has("format")) && !kind.equals("file_contains")) {
      throw new Unreadable("belongs to file_contains only")
          .below(options.has("key") ? "key" : "format");
    }
    Object tree = options.tree(kind);
    Path base = options.base();
    try {
      return switch (kind) {
        case "http" -> new Probe.Http(url(tree), options.get("status", STATUS, Set.of()));
        case "tcp" -> tcp(tree);
        case "path" -> new Probe.Exists(FieldTypes.PATH.read(tree, base));
        case "not_path" -> new Probe.Missing(FieldTypes.PATH.read(tree, base));
        case "file_contains" -> contains(options, FieldTypes.PATH.read(tree, base));
        case "not_listening" -> {
          Probe.Tcp address = tcp(tree);
          yield new Probe.NotListening(address.host(), address.port());
        }
        case "not_running" -> new Probe.NotRunning(words(tree));
        case "log" -> new Probe.Log(pattern(tree));
        default -> new Probe.Exec(ServiceTypes.COMMAND.read(tree, base));
      };
    } catch (Unreadable e) {
      throw e.below(kind);
    }
  }

  private static Probe contains(Options options, Path file) throws Unreadable {
    Probe.Format format = options.get("format", FORMAT, Probe.Format.TEXT);
    String key = options.get("key", FieldTypes.TEXT, "");
    if (key.isEmpty()) {
      throw new Unreadable(
          "needs a 'key' beside it: the text, or with 'format: json' a path such as $.db.url");
    }
    if (format != Probe.Format.TEXT && !key.startsWith("$")) {
      throw new Unreadable("needs a 'key' that begins with $, such as $.db.url");
    }
    return new Probe.Contains(file, format, key);
  }

  private static final FieldType<Set<Integer>> STATUS =
      new FieldType<>() {
        @Override
        public String label() {
          return "list of HTTP status codes";
        }

        @Override
        public Set<Integer> read(Object tree, Path base) throws Unreadable {
          Set<Integer> codes = new TreeSet<>();
          for (Object item : FieldTypes.items(tree)) {
            codes.add(FieldTypes.integer(100, 599).read(item, base));
          }
          return Collections.unmodifiableSet(codes);
        }

        @Override
        public Object write(Set<Integer> value) {
          return List.copyOf(value);
        }
      };

  private static URI url(Object tree) throws Unreadable {
    String text = scalar(tree, "URL");
    try {
      URI url = new URI(text);
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (http && url.getHost() != null && url.getPort() <= 65535) {
        return url;
      }
    } catch (URISyntaxException e) {
      throw new Unreadable("is not a URL: " + e.getReason());
    }
    throw new Unreadable("must be a URL such as http://127.0.0.1:8080/health");
  }

  private static Probe.Tcp tcp(Object tree) throws Unreadable {
    String text = scalar(tree, "host:port");
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    String port = text.substring(colon + 1);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1); // IPv6 as in a URL
    }
    if (port.matches("\\d{1,5}") && Integer.parseInt(port) <= 65535 && !port.matches("0+")) {
      return new Probe.Tcp(host.isEmpty() ? "127.0.0.1" : host, Integer.parseInt(port));
    }
    throw new Unreadable("must be host:port, such as 127.0.0.1:5432");
  }

  private static String words(Object tree) throws Unreadable {
    String text = scalar(tree, "text");
    if (text.isBlank()) {
      throw new Unreadable("is empty; a part of a command line is needed");
    }
    return text;
  }

  private static String pattern(Object tree) throws Unreadable {
    String text = scalar(tree, "regular expression");
    try {
      Pattern.compile(text);
      return text;
    } catch (PatternSyntaxException e) {
      throw new Unreadable("is not a regular expression: " + e.getDescription());
    }
  }

  /** All keys of a probe of these kinds, and more. */
  static Set<String> keys(Collection<String> kinds, String... more) {
    Set<String> keys = new LinkedHashSet<>(kinds);
    if (kinds.contains("http")) {
      keys.add("status");
    }
    if (kinds.contains("file_contains")) {
      keys.addAll(List.of("format", "key"));
    }
    keys.addAll(List.of(more));
    return keys;
  }

  /** A probe as the beginning of a map that reads back. */
  static Map<String, Object> write(Probe probe) {
    Map<String, Object> tree = new LinkedHashMap<>();
    switch (probe) {
      case Probe.Http(URI url, Set<Integer> status) -> {
        tree.put("http", url.toString());
        if (!status.isEmpty()) {
          tree.put("status", new ArrayList<>(status));
        }
      }
      case Probe.Tcp(String host, int port) -> tree.put("tcp", address(host, port));
      case Probe.Exists(Path path) -> tree.put("path", path.toString());
      case Probe.Missing(Path path) -> tree.put("not_path", path.toString());
      case Probe.Contains(Path path, Probe.Format format, String key) -> {
        tree.put("file_contains", path.toString());
        tree.put("format", FieldTypes.word(format));
        tree.put("key", key);
      }
      case Probe.NotListening(String host, int port) ->
          tree.put("not_listening", address(host, port));
      case Probe.NotRunning(String text) -> tree.put("not_running", text);
      case Probe.Log(String pattern) -> tree.put("log", pattern);
      case Probe.Exec(Command command) -> tree.put("exec", ServiceTypes.COMMAND.write(command));
    }
    return tree;
  }

  private static String address(String host, int port) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
