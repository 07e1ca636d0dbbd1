package dev.reeve.api;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;

/**
 * Services to create or change, all or none of them.
 *
 * @param refuseExisting refuse everything if one of them exists already
 * @param start they are wanted up afterwards
 * @param restart running ones whose change needs it are restarted
 * @param patch the fields are laid over those of existing services instead of replacing them
 * @param await stream progress and answer when they run, or failed
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record Definition(
    List<Service> services,
    boolean refuseExisting,
    boolean start,
    boolean restart,
    boolean patch,
    boolean await) {
  /** What a peer left out is empty. */
  public Definition {
    services = services == null ? List.of() : List.copyOf(services);
  }

  /**
   * A service as it is declared.
   *
   * @param spec its fields, nested as in the configuration file
   * @param base absolute folder that relative paths in it start from
   * @param source absolute path of the file that declares it; empty if none does
   */
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Service(String name, String base, Map<String, Object> spec, String source) {
    /** What a peer left out is empty. */
    public Service {
      source = source == null ? "" : source;
      name = name == null ? "" : name;
      base = base == null ? "" : base;
      spec = spec == null ? Map.of() : spec;
    }
  }
}
