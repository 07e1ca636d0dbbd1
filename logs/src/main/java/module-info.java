/**
 * From pipe to file and back: taking in, decorating, rotating, reading, following, merging and
 * searching the output of services.
 */
@org.jspecify.annotations.NullMarked
module dev.reeve.logs {
  requires static org.jspecify;
  requires transitive dev.reeve.core;
  requires transitive dev.reeve.linux;

  exports dev.reeve.logs;
}
