/**
 * From files to specs: native YAML and the files of other systems, read strictly, with the place of
 * every error.
 */
@org.jspecify.annotations.NullMarked
module dev.reeve.config {
  requires static org.jspecify;
  requires transitive dev.reeve.core;
  requires org.snakeyaml.engine;

  exports dev.reeve.config;
}
