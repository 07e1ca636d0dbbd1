/** The command line: commands, tables, help and completion. Sees the daemon through its client. */
@org.jspecify.annotations.NullMarked
module dev.reeve.cli {
  requires static org.jspecify;
  requires transitive dev.reeve.client;
  requires dev.reeve.config;
  requires jdk.unsupported;

  exports dev.reeve.cli;
}
