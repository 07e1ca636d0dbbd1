package dev.reeve.config.dialect;

import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Unloadable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * procman's {@code procman.yaml}: a map of names to what is run. Nothing is ever started again, and
 * the end of one process ends all others there, which {@code reeve up} does, too.
 */
final class Procman implements SketchingDialect {
  @Override
  public String name() {
    return "procman";
  }

  @Override
  public boolean claims(String fileName) {
    return fileName.equals("procman.yaml") || fileName.equals("procman.yml");
  }

  @Override
  public boolean recognises(Candidate candidate) {
    return candidate
        .map()
        .filter(map -> !map.entries().isEmpty())
        .filter(map ->
            map.entries().stream()
                .allMatch(entry ->
                    entry.value() instanceof Node.Entries job
                        && job.entry("run")
                            .filter(run -> run.value() instanceof Node.Text)
                            .isPresent()))
        .isPresent();
  }

  @Override
  public List<Sketch> sketches(Translation translation) throws Unloadable {
    Optional<Node> root = Trees.read(translation);
    if (!(root.orElse(null) instanceof Node.Entries top)) {
      translation.problem(
          translation.source().start(), "a procman file must be a map of names to processes");
      return List.of();
    }
    Map<String, Node.Entries> jobs = new LinkedHashMap<>();
    for (Node.Entry entry : top.entries()) {
      if (entry.value() instanceof Node.Entries job) {
        jobs.put(entry.key(), job);
      } else {
        translation.problem(
            entry.value().at(),
            "process '" + entry.key() + "' must be a map, not " + entry.value().kind());
      }
    }
    Set<String> writers = new HashSet<>();
    jobs.values().forEach(job -> ProcmanTemplates.sources(job).forEach(writers::add));
    List<Sketch> sketches = new ArrayList<>();
    for (Node.Entry entry : top.entries()) {
      Node.Entries job = jobs.get(entry.key());
      if (job != null && !translation.isHopeless()) {
        Sketch sketch = new Sketch(translation, entry.at(), entry.key());
        new ProcmanJob(translation, sketch, entry.key(), job, jobs)
            .translate(writers.contains(entry.key()));
        sketches.add(sketch);
      }
    }
    return sketches;
  }
}
