package dev.reeve.core.spec;

import static dev.reeve.core.spec.FieldTypes.scalar;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The type of {@code sockets}: names, and where each listens. */
final class SocketsType implements FieldType<List<SocketSpec>> {
  private static final String LISTEN = "listen";
  private static final String MODE = "mode";
  private static final String UNIX = "unix:";
  private static final String UDP = "udp:";
  private static final String TCP = "tcp:";
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final int LONGEST_PATH = 107;

  private static final FieldType<OptionalInt> OCTAL =
      FieldTypes.scalar(
          "octal mode",
          text -> {
            String digits = text.startsWith("0o") ? text.substring(2) : text;
            if (!digits.matches("0?[0-7]{3}")) {
              throw new Unreadable("must be octal permissions such as 0660, not '" + text + "'");
            }
            return OptionalInt.of(Integer.parseInt(digits, 8));
          },
          mode -> "%04o".formatted(mode.orElse(SocketSpec.USUAL_MODE)));

  @Override
  public String label() {
    return "map of name to HOST:PORT, udp:HOST:PORT or unix:PATH";
  }

  @Override
  public List<SocketSpec> read(Object tree, Path base) throws Unreadable {
    Map<String, Object> named = new LinkedHashMap<>();
    if (tree instanceof Map<?, ?> map) {
      map.forEach((key, value) -> named.put(String.valueOf(key), value));
    } else {
      for (Object item : FieldTypes.items(tree)) {
        String pair = scalar(item, "NAME=ADDRESS");
        int equals = pair.indexOf('=');
        if (equals < 1) {
          throw new Unreadable("must be NAME=ADDRESS, not '" + pair + "'");
        }
        named.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    if (named.size() > SocketSpec.MOST) {
      throw new Unreadable("can be " + SocketSpec.MOST + " at most, not " + named.size());
    }
    List<SocketSpec> sockets = new ArrayList<>();
    for (Map.Entry<String, Object> entry : named.entrySet()) {
      if (!entry.getKey().matches("[A-Za-z0-9._-]{1,64}")) {
        throw new Unreadable(
            "has the name '" + entry.getKey() + "'; letters, digits, '.', '_' and '-' are allowed");
      }
      try {
        sockets.add(socket(entry.getKey(), entry.getValue(), base));
      } catch (Unreadable e) {
        throw e.below(entry.getKey());
      }
    }
    for (int i = 0; i < sockets.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (sockets.get(i).text().equals(sockets.get(j).text())) {
          throw new Unreadable("is at the same place as '" + sockets.get(j).name() + "'")
              .below(sockets.get(i).name());
        }
      }
    }
    return List.copyOf(sockets);
  }

  private static SocketSpec socket(
      String name, @org.jspecify.annotations.Nullable Object tree, Path base) throws Unreadable {
    if (!(tree instanceof Map<?, ?> map)) {
      return place(name, scalar(tree, "HOST:PORT"), OptionalInt.empty(), base);
    }
    Options options = new Options(map, List.of(LISTEN, MODE), base);
    if (!options.has(LISTEN)) {
      throw new Unreadable("needs 'listen', such as 127.0.0.1:8080 or unix:/run/app.sock");
    }
    OptionalInt mode = options.get(MODE, OCTAL, OptionalInt.empty());
    SocketSpec socket = place(name, scalar(options.tree(LISTEN), "HOST:PORT"), mode, base);
    if (mode.isPresent() && socket.kind() != SocketSpec.Kind.UNIX) {
      throw new Unreadable("is for unix:PATH only").below(MODE);
    }
    return socket;
  }

  private static SocketSpec place(String name, String text, OptionalInt mode, Path base)
      throws Unreadable {
    if (text.startsWith(UNIX)) {
      String path = FieldTypes.path(text.substring(UNIX.length()), base).toString();
      int bytes = path.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > LONGEST_PATH) {
        throw new Unreadable(
            "has a path of %d bytes; a socket's has at most %d".formatted(bytes, LONGEST_PATH));
      }
      return new SocketSpec(name, SocketSpec.Kind.UNIX, path, 0, mode);
    }
    boolean udp = text.startsWith(UDP);
    String rest = udp || text.startsWith(TCP) ? text.substring(UDP.length()) : text;
    int colon = rest.lastIndexOf(':');
    String host = colon < 0 ? "" : rest.substring(0, colon);
    String port = rest.substring(colon + 1);
    boolean isPort = colon >= 0 && port.matches("[0-9]{1,5}");
    int number = isPort ? Integer.parseInt(port) : 0;
    if (number < 1 || number > 65_535) {
      throw new Unreadable(
          "must be HOST:PORT, udp:HOST:PORT or unix:PATH, with a port from 1 to 65535, not '"
              + text
              + "'");
    }
    return new SocketSpec(
        name, udp ? SocketSpec.Kind.UDP : SocketSpec.Kind.TCP, address(host), number, mode);
  }

  /** In digits: nothing is looked up, since what a name means may change. */
  private static String address(String host) throws Unreadable {
    return switch (host) {
      case "", "*" -> "0.0.0.0";
      case "localhost" -> "127.0.0.1";
      default -> {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String plain = bracketed ? host.substring(1, host.length() - 1) : host;
        if (plain.indexOf('%') < 0 && isLiteral(plain)) {
          yield plain;
        }
        throw new Unreadable(
            "must have an address in digits, such as 127.0.0.1 or [::1], not '" + host + "'");
      }
    };
  }

  private static boolean isLiteral(String text) {
    if (text.indexOf(':') < 0) {
      return text.matches("(" + OCTET + "\\.){3}" + OCTET);
    }
    try {
      return text.matches("[0-9a-fA-F:.]{2,45}")
          && new URI("tcp://[" + text + "]").getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  @Override
  public Object write(List<SocketSpec> value) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (SocketSpec socket : value) {
      Map<String, Object> both = new LinkedHashMap<>();
      both.put(LISTEN, socket.text());
      both.put(MODE, OCTAL.write(socket.mode()));
      tree.put(socket.name(), socket.mode().isEmpty() ? socket.text() : both);
    }
    return tree;
  }

  @Override
  public boolean repeatable() {
    return true;
  }
}
