package dev.reeve.config;

import java.util.Map;
import java.util.Optional;

/**
 * The environment variables of whoever loads a file: what {@code ${VAR}} and {@code ~} in it mean.
 * Always given by the caller, so that the same file and the same environment give the same specs.
 */
public record Environment(Map<String, String> variables) {
  /** The variables are copied. */
  public Environment {
    variables = Map.copyOf(variables);
  }

  /** The value of a variable, if it is set. */
  public Optional<String> value(String name) {
    return Optional.ofNullable(variables.get(name));
  }
}
