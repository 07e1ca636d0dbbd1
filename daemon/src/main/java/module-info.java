/**
 * The composition root: feeds the engine, carries out its effects, serves the control API, keeps
 * state.
 */
@org.jspecify.annotations.NullMarked
module dev.reeve.daemon {
  requires static org.jspecify;
  requires dev.reeve.core;
  requires dev.reeve.linux;
  requires dev.reeve.api;
  requires dev.reeve.logs;
  requires dev.reeve.config;
  requires jdk.net;
}
