package dev.reeve.config.dialect;

import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Unloadable;
import java.util.Optional;

/**
 * GoPM's {@code gopm.config.json}, which has settings of its daemon and nothing to run; so that
 * whoever loads it is told where such settings belong.
 */
final class GopmSettings implements Dialect {
  @Override
  public String name() {
    return "gopm.config.json";
  }

  @Override
  public boolean claims(String fileName) {
    return fileName.equals("gopm.config.json");
  }

  @Override
  public boolean recognises(Candidate candidate) {
    return false;
  }

  @Override
  public void translate(Translation translation) throws Unloadable {
    translation.problem(
        translation.source().start(),
        "this file has settings of GoPM's daemon and nothing to run; load the file that has"
            + " 'apps'");
    Trees.read(translation)
        .flatMap(root -> below(root, "telemetry"))
        .flatMap(telemetry -> below(telemetry.value(), "telegraf"))
        .filter(telegraf -> !Trees.isNull(telegraf.value()))
        .ifPresent(telegraf -> telegraf(translation, telegraf));
  }

  private static Optional<Node.Entry> below(Node node, String key) {
    return node instanceof Node.Entries map ? map.entry(key) : Optional.empty();
  }

  /** Tells what to write, so that what is drawn of GoPM's figures goes on. */
  private static void telegraf(Translation translation, Node.Entry telegraf) {
    String udp = text(telegraf, "udp", "127.0.0.1:8094");
    String measurement = text(telegraf, "measurement", "gopm");
    translation.problem(
        telegraf.at(),
        "'telemetry.telegraf' belongs into the reeve.yaml of the daemon, as 'daemon: {telemetry:"
            + " {telegraf: {udp: \"%s\", measurement: \"%s\"}}}'".formatted(udp, measurement));
  }

  private static String text(Node.Entry telegraf, String key, String usual) {
    return below(telegraf.value(), key).flatMap(entry -> Trees.text(entry.value())).orElse(usual);
  }
}
