/**
 * The model (what a service is, which states it has, what can happen to it) and the engine that
 * decides. No I/O, no clock of its own, no library.
 */
@org.jspecify.annotations.NullMarked
module dev.reeve.core {
  requires static org.jspecify;

  exports dev.reeve.core.spec;
  exports dev.reeve.core.engine;
  exports dev.reeve.core.plan;
  exports dev.reeve.core.schedule;
}
