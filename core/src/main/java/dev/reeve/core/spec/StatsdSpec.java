package dev.reeve.core.spec;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A StatsD server that is told what a service uses.
 *
 * @param host where it listens; nothing if nobody is told
 * @param prefix begins each name, without the dot that follows; empty for {@link #prefixOf}
 * @param interval between two messages
 */
public record StatsdSpec(Optional<HostPort> host, String prefix, Duration interval) {
  private static final Pattern OTHER = Pattern.compile("[^A-Za-z0-9]");

  /** Nobody. */
  public static final StatsdSpec NONE = new StatsdSpec(Optional.empty(), "", Duration.ofSeconds(1));

  /** Whether anybody is told. */
  public boolean isDeclared() {
    return host.isPresent();
  }

  /** What the names of a service begin with. */
  public String prefixOf(String service) {
    return prefix.isEmpty() ? "reeve." + OTHER.matcher(service).replaceAll("_") : prefix;
  }
}
