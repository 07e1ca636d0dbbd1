package dev.reeve.daemon.diagnosis;

import dev.reeve.linux.LinuxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An address that cannot be had: it is taken, it is a low port, or it is not of this machine. */
final class PortErrors implements Classifier {
  private static final List<String> IN_USE =
      List.of("EADDRINUSE", "Address already in use", "address already in use");
  private static final List<String> NOT_HERE =
      List.of(
          "EADDRNOTAVAIL", "Cannot assign requested address", "cannot assign requested address");
  private static final List<String> DENIED =
      List.of("EACCES", "Permission denied", "permission denied", "Operation not permitted");
  private static final List<String> LISTENING =
      List.of("listen", "bind", "Bind", "Listen", "socket");

  /** Around the message; a trace shows the source of the call next to it. */
  private static final int NEAR = 3;

  private static final int FIRST_FREE = 1024;

  private final Ports ports;

  PortErrors(Ports ports) {
    this.ports = ports;
  }

  @Override
  public boolean speaks(Language language) {
    return false;
  }

  @Override
  public Optional<Clue> of(Said said, Scene scene) {
    return inUse(said, scene).or(() -> low(said, scene)).or(() -> notHere(said));
  }

  private Optional<Clue> inUse(Said said, Scene scene) {
    Optional<Said.Piece> message = said.message(IN_USE);
    if (message.isEmpty()) {
      return Optional.empty();
    }
    String line = said.line(message.get().line());
    Optional<String> socket = FileText.path(line).filter(path -> !path.contains(":"));
    List<Integer> told = numbers(line);
    if (socket.isPresent() && told.isEmpty()) {
      return Clue.plain(
          "the socket %s is there already: another process listens on it, or one that ended left it: rm %s"
              .formatted(socket.get(), socket.get()));
    }
    Map<Integer, Ports.Holder> taken;
    try {
      taken = ports.taken();
    } catch (LinuxException e) {
      taken = Map.of();
    }
    Optional<Integer> named = port(line);
    Set<Integer> candidates = new LinkedHashSet<>();
    if (named.isPresent()) {
      candidates.add(named.get());
    } else {
      candidates.addAll(told);
      candidates.addAll(near(said, message.get().line()));
      candidates.addAll(declared(scene));
    }
    for (int port : candidates) {
      Ports.Holder holder = taken.get(port);
      if (holder != null) {
        return Clue.plain(held(port, holder, scene));
      }
    }
    return Clue.plain(
        named
            .map(
                "port %d is in use, but by nobody that this daemon can see now: ss -ltnp shows it to root"
                    ::formatted)
            .orElse(
                "a port that it wants is in use: 'reeve ports' and 'ss -ltnp' show who has which"));
  }

  /** The one that a message names beyond doubt. */
  private static Optional<Integer> port(String line) {
    return AddressText.of(line)
        .map(address -> address.substring(address.lastIndexOf(':') + 1))
        .or(() -> Said.between(line + " ", " port ", " "))
        .map(PortErrors::numbers)
        .filter(numbers -> numbers.size() == 1)
        .map(List::getFirst);
  }

  private static String held(int port, Ports.Holder holder, Scene scene) {
    String by = "pid " + holder.pid() + ", " + Said.cut(holder.program());
    Optional<String> service = holder.service();
    if (service.isEmpty()) {
      return "port %d is in use by %s (pid %d): stop that, or take another port"
          .formatted(port, Said.cut(holder.program()), holder.pid());
    }
    if (service.get().equals(scene.spec().name())) {
      return "port %d is in use by another instance of it, %s (%s): give each its own, see 'instance_env', or one with 'sockets'"
          .formatted(port, holder.instance().orElse(""), by);
    }
    return "port %d is in use by the service %s (%s): reeve stop %s, or take another port"
        .formatted(port, service.get(), by, service.get());
  }

  private static Optional<Clue> low(Said said, Scene scene) {
    Optional<Said.Piece> message = said.message(DENIED);
    if (message.isEmpty()) {
      return Optional.empty();
    }
    int line = message.get().line();
    boolean listens = false;
    for (int i = Math.max(0, line - NEAR); i <= line + 1; i++) {
      String text = said.line(i);
      listens |= LISTENING.stream().anyMatch(text::contains);
    }
    if (!listens || FileText.path(said.line(line)).isPresent()) {
      return Optional.empty();
    }
    Set<Integer> candidates = new LinkedHashSet<>();
    port(said.line(line)).ifPresent(candidates::add);
    if (candidates.isEmpty()) {
      candidates.addAll(numbers(said.line(line)));
      candidates.addAll(near(said, line));
      candidates.addAll(declared(scene));
    }
    return candidates.stream()
        .filter(port -> port < firstFree())
        .findFirst()
        .map(port ->
            new Clue.Plain(
                "only root may listen on port %d: give it the right with 'sandbox.capabilities:"
                        .formatted(port)
                    + " [net_bind_service]' or 'provision' (add_net_bind_capability), or take a port from "
                    + firstFree()
                    + " on"));
  }

  private static int firstFree() {
    return SmallFile.read(Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start"), 32)
        .map(String::strip)
        .filter(text -> text.matches("[0-9]{1,5}"))
        .map(Integer::parseInt)
        .orElse(FIRST_FREE);
  }

  private static Optional<Clue> notHere(Said said) {
    return said.message(NOT_HERE)
        .map(message ->
            new Clue.Plain(
                "this machine has no such address%s: listen on 0.0.0.0 or on one that 'ip addr' shows"
                    .formatted(
                        AddressText.of(said.line(message.line()))
                            .map(a -> " (" + a + ")")
                            .orElse(""))));
  }

  /** Numbers around a message, those of the program's source before others. */
  private static List<Integer> near(Said said, int line) {
    List<Integer> near = new ArrayList<>();
    for (int i = line - 1; i >= Math.max(0, line - 40); i--) {
      String text = said.line(i);
      boolean source = !text.strip().startsWith("File \"") && !text.strip().startsWith("at ");
      if (source) {
        near.addAll(numbers(text));
      }
    }
    for (int i = line + 1; i <= line + 2 * NEAR + 8; i++) {
      if (said.line(i).contains("port:")) {
        near.addAll(numbers(said.line(i)));
      }
    }
    return near;
  }

  /** What the command line and the environment speak of. */
  private static List<Integer> declared(Scene scene) {
    List<Integer> declared = new ArrayList<>();
    for (String word : scene.words().subList(1, scene.words().size())) {
      declared.addAll(numbers(word));
    }
    scene
        .environment()
        .forEach((name, value) -> {
          if (name.equals("PORT")
              || name.endsWith("_PORT")
              || name.contains("LISTEN")
              || name.contains("ADDR")) {
            declared.addAll(numbers(value));
          }
        });
    return declared;
  }

  /** Numbers that may be ports: no parts of words, of dotted numbers or of times. */
  static List<Integer> numbers(String text) {
    List<Integer> numbers = new ArrayList<>();
    int i = 0;
    while (i < text.length()) {
      if (!isDigit(text, i)) {
        i++;
        continue;
      }
      int end = i;
      while (isDigit(text, end)) {
        end++;
      }
      char before = i == 0 ? ' ' : text.charAt(i - 1);
      char after = end == text.length() ? ' ' : text.charAt(end);
      boolean apart =
          !Character.isLetter(before)
              && before != '.'
              && before != '_'
              && !Character.isLetter(after)
              && after != '.'
              && after != '_'
              && !(after == ':' && isDigit(text, end + 1));
      boolean ofTime = before == ':' && i >= 2 && isDigit(text, i - 2) && end - i == 2;
      if (apart && !ofTime && end - i <= 5 && !text.startsWith("Errno ", Math.max(0, i - 6))) {
        int number = Integer.parseInt(text.substring(i, end));
        if (number > 0 && number < 65_536) {
          numbers.add(number);
        }
      } else if (after == '.'
          && end - i <= 5
          && before != '.'
          && (end + 1 == text.length() || text.charAt(end + 1) == ' ')) {
        numbers.add(Math.min(65_535, Integer.parseInt(text.substring(i, end)))); // ends a sentence
      }
      i = end;
    }
    return numbers;
  }

  private static boolean isDigit(String text, int at) {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }
}
