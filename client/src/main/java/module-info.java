/** The control API as a Java library. */
@org.jspecify.annotations.NullMarked
module dev.reeve.client {
  requires static org.jspecify;
  requires transitive dev.reeve.api;

  exports dev.reeve.client;
}
