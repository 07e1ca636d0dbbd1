package dev.reeve.cli;

import dev.reeve.cli.boot.Tools;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Programs that do nothing but what a test says, and are noted. */
final class FakeTools implements Tools {
  final List<String> called = new ArrayList<>();
  private final Map<String, Ran> answers = new HashMap<>();

  FakeTools on(String line, int exit, String output) {
    answers.put(line, new Ran(exit, output));
    return this;
  }

  @Override
  public Ran run(String... words) {
    String line = String.join(" ", words);
    called.add(line);
    return answers.getOrDefault(line, new Ran(0, ""));
  }
}
