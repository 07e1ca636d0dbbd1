package dev.reeve.core.engine;

/**
 * One copy of a service, written {@code api#2}.
 *
 * @param service the name of the service
 * @param number 1 or more
 */
public record InstanceId(String service, int number) {
  @Override
  public String toString() {
    return service + "#" + number;
  }
}
