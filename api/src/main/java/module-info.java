/**
 * The contract: what a client and the daemon say to each other, one declaration per method and
 * message, and where they meet.
 */
@org.jspecify.annotations.NullMarked
module dev.reeve.api {
  requires static org.jspecify;
  requires transitive dev.reeve.core;
  requires io.avaje.json;
  requires io.avaje.jsonb;

  exports dev.reeve.api;

  provides io.avaje.jsonb.spi.JsonbExtension with
      dev.reeve.api.jsonb.GeneratedJsonComponent;
}
