package dev.reeve.core.spec;

import java.time.Duration;

/**
 * Who is told when a process of a service ends badly by itself.
 *
 * @param url where the call goes; empty if nobody is told
 * @param debounce the least time between two calls
 * @param logLines how many of the last lines are sent along
 * @param logSource whose lines
 * @param secret signs the body; empty for no signature
 */
public record CrashSpec(
    String url, Method method, Duration debounce, int logLines, Source logSource, String secret) {
  /** How the call is made. */
  public enum Method {
    /** With all that is known, as JSON. */
    POST,
    /** With the headers alone. */
    GET
  }

  /** Which output. */
  public enum Source {
    ERR,
    OUT
  }

  /** Whether anybody is told. */
  public boolean isDeclared() {
    return !url.isEmpty();
  }
}
