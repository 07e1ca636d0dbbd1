package dev.reeve.logs;

/** Told by the pump's threads what a person should know. Must return quickly and not throw. */
public interface PumpListener {
  /**
   * Something stands in the way of a stream; told once, until {@link #recovered}.
   *
   * @param reason such as {@code cannot write /var/log/reeve/api-out.log: No space left on device}
   */
  void trouble(LogStream stream, String reason);

  /** The stream flows again. */
  void recovered(LogStream stream);

  /**
   * A syslog server cannot be reached; told once, until {@link #syslogRecovered}.
   *
   * @param url of the server
   * @param reason such as {@code cannot send to tcp://localhost:601: Connection refused}
   */
  default void syslogTrouble(String url, String reason) {}

  /**
   * It can be reached again.
   *
   * @param lost how many messages were given up meanwhile
   */
  default void syslogRecovered(String url, long lost) {}
}
