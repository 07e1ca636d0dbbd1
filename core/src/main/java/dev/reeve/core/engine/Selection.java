package dev.reeve.core.engine;

/**
 * A service, or one instance of it, that a request is about. Globs, groups and ids are resolved
 * before they reach the engine.
 *
 * @param service its name
 * @param number the instance, or 0 for all of them
 */
public record Selection(String service, int number) {
  /** All instances of a service. */
  public static Selection all(String service) {
    return new Selection(service, 0);
  }

  /** Whether the instance is meant. */
  public boolean covers(InstanceId id) {
    return id.service().equals(service) && (number == 0 || number == id.number());
  }

  @Override
  public String toString() {
    return number == 0 ? service : service + "#" + number;
  }
}
