package dev.reeve.daemon.diagnosis;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Somebody else who cannot be reached. */
final class NetworkErrors implements Classifier {
  private static final Map<String, String> USUAL =
      Map.ofEntries(
          Map.entry("5432", "PostgreSQL"),
          Map.entry("3306", "MySQL"),
          Map.entry("6379", "Redis"),
          Map.entry("27017", "MongoDB"),
          Map.entry("5672", "RabbitMQ"),
          Map.entry("9200", "Elasticsearch"),
          Map.entry("11211", "memcached"),
          Map.entry("9092", "Kafka"),
          Map.entry("4222", "NATS"),
          Map.entry("2379", "etcd"),
          Map.entry("2181", "ZooKeeper"),
          Map.entry("1883", "an MQTT broker"));

  @Override
  public boolean speaks(Language language) {
    return false;
  }

  @Override
  public Optional<Clue> of(Said said, Scene scene) {
    return refused(said).or(() -> name(said)).or(() -> away(said));
  }

  private static Optional<Clue> refused(Said said) {
    return first(said, "ECONNREFUSED", "Connection refused", "connection refused")
        .map(message -> {
          Optional<String> address = AddressText.of(said.line(message.line()));
          String port = address.map(a -> a.substring(a.lastIndexOf(':') + 1)).orElse("");
          String usual = USUAL.containsKey(port) ? " (" + USUAL.get(port) + ")" : "";
          return new Clue.Plain(
              "nothing listens %s%s: start that first, or have it waited for with 'depends_on'"
                  .formatted(address.map(a -> "on " + a).orElse("where it connects to"), usual));
        });
  }

  private static Optional<Clue> name(Said said) {
    Optional<Said.Piece> message =
        first(
            said,
            "getaddrinfo ENOTFOUND ",
            "getaddrinfo EAI_AGAIN ",
            "java.net.UnknownHostException: ",
            "getaddrinfo for ",
            "Name or service not known",
            "Temporary failure in name resolution",
            "nodename nor servname provided",
            ": no such host");
    return message.map(piece -> {
      String line = said.line(piece.line());
      String host =
          Said.between(line, "lookup ", " on ")
              .or(() -> Said.between(line, "lookup ", ": no such host"))
              .or(() -> word(line, "ENOTFOUND "))
              .or(() -> word(line, "EAI_AGAIN "))
              .or(() -> word(line, "UnknownHostException: "))
              .or(() -> word(line, "getaddrinfo for "))
              .map(Said::cut)
              .orElse("");
      return new Clue.Plain(
          "no address is known of the host%s: a typing error, or no DNS here (getent hosts%s)"
              .formatted(
                  host.isEmpty() ? " it connects to" : " " + host,
                  host.isEmpty() ? " NAME" : " " + host));
    });
  }

  private static Optional<String> word(String line, String before) {
    return Said.between(line + " ", before, " ").map(text -> text.replace(":", ""));
  }

  private static Optional<Clue> away(Said said) {
    return first(
            said,
            "ETIMEDOUT",
            "EHOSTUNREACH",
            "ENETUNREACH",
            "Connection timed out",
            "connection timed out",
            "No route to host",
            "no route to host",
            "Network is unreachable",
            "network is unreachable")
        .map(message ->
            new Clue.Plain(
                "%s does not answer: is that machine up, and does a firewall or the network keep it away?"
                    .formatted(
                        AddressText.of(said.line(message.line())).orElse("where it connects to"))));
  }

  private static Optional<Said.Piece> first(Said said, String... texts) {
    return said.message(List.of(texts));
  }
}
