package dev.reeve.cli;

import dev.reeve.api.Home;
import dev.reeve.api.Wire;
import dev.reeve.client.Client;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of a command: what it was given, and where it writes to. */
final class Call implements AutoCloseable {
  final Invocation invocation;
  final Arguments arguments;
  final Output out;
  final Output err;
  final Style style;
  private @Nullable Client client;

  Call(Invocation invocation, Arguments arguments, Output out, Output err) {
    this.invocation = invocation;
    this.arguments = arguments;
    this.out = out;
    this.err = err;
    this.style = Style.of(invocation, invocation.terminal().outIsScreen(), plain());
  }

  boolean json() {
    return arguments.has(Opt.JSON);
  }

  boolean quiet() {
    return arguments.has(Opt.QUIET);
  }

  boolean plain() {
    return arguments.has(Opt.PLAIN);
  }

  /** Whether a person looks at what is printed, and wants to see it. */
  boolean forPeople() {
    return invocation.terminal().outIsScreen() && !json() && !quiet();
  }

  List<String> words() {
    return arguments.words();
  }

  /** The words as people write them in a row, fit for a message. */
  String wordsText() {
    return Clean.line(String.join(" ", words()));
  }

  /** The style of messages on stderr. */
  Style errStyle() {
    return Style.of(invocation, invocation.terminal().errIsScreen(), plain());
  }

  Home home() {
    return invocation.home();
  }

  /** How many columns there are; very many where nobody looks. */
  int columns() {
    return invocation.terminal().outIsScreen()
        ? Math.max(20, invocation.terminal().columns().getAsInt())
        : Integer.MAX_VALUE / 2;
  }

  /** How many lines the screen has; 24 where nobody looks. */
  int rows() {
    return invocation.terminal().outIsScreen()
        ? Math.max(5, invocation.terminal().rows().getAsInt())
        : 24;
  }

  /** The time zone of the caller. */
  ZoneId zone() {
    String zone = invocation.variable("TZ");
    try {
      return zone.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(zone);
    } catch (DateTimeException e) {
      return ZoneId.systemDefault(); // a rule such as CET-1CEST, which the JVM has read itself
    }
  }

  Instant now() {
    return Instant.now();
  }

  /** A connection, the same one each time. */
  Client client(Daemon.Need need) throws Complaint {
    Client open = client;
    if (open == null) {
      open = Daemon.connect(this, need);
      client = open;
    }
    return open;
  }

  /** Prints a message of the control API. */
  void printJson(Object message) {
    printJsonText(Wire.write(message));
  }

  /** Prints a message of the control API on one line, for streams. */
  void printJsonLine(Object message) {
    String json = Wire.write(message);
    out.line(invocation.terminal().outIsScreen() ? Json.clean(json) : json);
  }

  /** Prints messages of the control API as one array. */
  void printJsonArray(List<?> messages) {
    List<Json.Raw> items = new ArrayList<>(messages.size());
    for (Object message : messages) {
      items.add(new Json.Raw(Wire.write(message)));
    }
    printJsonText(Json.text(items));
  }

  /** Prints messages of the control API as one array on one line, for streams. */
  void printJsonLines(List<?> messages) {
    List<Json.Raw> items = new ArrayList<>(messages.size());
    for (Object message : messages) {
      items.add(new Json.Raw(Wire.write(message)));
    }
    String json = Json.text(items);
    out.line(invocation.terminal().outIsScreen() ? Json.clean(json) : json);
  }

  /** Prints JSON: over several lines for people, on one for programs. */
  void printJsonText(String json) {
    out.line(invocation.terminal().outIsScreen() ? Json.pretty(Json.clean(json)) : json);
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
    }
  }
}
