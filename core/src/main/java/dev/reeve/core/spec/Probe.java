package dev.reeve.core.spec;

import java.net.URI;
import java.nio.file.Path;
import java.util.Set;

/** A question about the world that is answered by yes or no. */
public sealed interface Probe {
  /**
   * A GET is answered.
   *
   * @param url {@code http} or {@code https}
   * @param status the codes that are a yes; empty for every one from 200 to 399
   */
  record Http(URI url, Set<Integer> status) implements Probe {}

  /** Somebody listens: a connection can be made. */
  record Tcp(String host, int port) implements Probe {}

  /** A file or folder exists. */
  record Exists(Path path) implements Probe {}

  /** Neither a file nor a folder of this path exists. */
  record Missing(Path path) implements Probe {}

  /**
   * A file has a text, or a document in it has a value.
   *
   * @param key the text; in JSON and YAML a path as of RFC 9535: {@code $.db.url}
   */
  record Contains(Path path, Format format, String key) implements Probe {}

  /** Nobody listens: connections are refused. */
  record NotListening(String host, int port) implements Probe {}

  /** The command line of no process contains the text. */
  record NotRunning(String text) implements Probe {}

  /** A line of output of this run matches a regular expression. */
  record Log(String pattern) implements Probe {}

  /** A command, run in the surroundings of the service, ends with 0. */
  record Exec(Command command) implements Probe {}

  /** What kind of document a file is. */
  enum Format {
    TEXT,
    JSON,
    YAML
  }

  /** For people: {@code tcp 127.0.0.1:5432}. */
  default String text() {
    return switch (this) {
      case Http(URI url, var status) -> "http " + url;
      case Tcp(String host, int port) -> "tcp " + host + ":" + port;
      case Exists(Path path) -> "path " + path;
      case Missing(Path path) -> "no path " + path;
      case Contains(Path path, var format, String key) -> "'" + key + "' in " + path;
      case NotListening(String host, int port) -> "nobody on " + host + ":" + port;
      case NotRunning(String text) -> "no process '" + text + "'";
      case Log(String pattern) -> "log line '" + pattern + "'";
      case Exec(Command command) -> "exec " + command.text();
    };
  }
}
