package dev.reeve.config.tree;

import dev.reeve.config.ConfigProblem;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

/** What the YAML parser complains of, in words for people who do not know its grammar. */
final class SyntaxErrors {
  private SyntaxErrors() {}

  static ConfigProblem problem(RuntimeException error, Source source, Spot last) {
    return switch (error) {
      case MarkedYamlEngineException marked -> marked(marked, source, last);
      case ReaderException reader ->
          source.problem(
              source.spotAt(reader.getPosition()),
              "character U+%04X cannot stand in YAML; write it as an escape in double quotes"
                  .formatted(reader.getCodePoint()));
      case YamlVersionException version ->
          source.problem(last, "only YAML 1.2 is understood; remove this line");
      default -> source.problem(last, "cannot read YAML: " + error.getMessage());
    };
  }

  private static ConfigProblem marked(MarkedYamlEngineException error, Source source, Spot last) {
    Spot at = error.getProblemMark().map(mark -> Spot.of(source, mark)).orElse(last);
    Spot begin = error.getContextMark().map(mark -> Spot.of(source, mark)).orElse(at);
    String problem = String.valueOf(error.getProblem());
    String context = String.valueOf(error.getContext());
    if (problem.contains("cannot start any token")) {
      return source.problem(
          at,
          source.startsWith("\t", at)
              ? "a tab cannot indent YAML; use spaces"
              : "a value cannot begin with this character; put the text in quotes");
    }
    if (context.contains("scanning an alias") || context.contains("scanning an anchor")) {
      return source.problem(begin, "put text that begins with '*' or '&' in quotes");
    }
    if (problem.contains("expected the node content") && !problem.contains("end>")) {
      return source.problem(at, "a value is missing before this");
    }
    if (problem.contains("mapping values are not allowed here")) {
      return source.problem(
          at,
          "a ':' cannot stand here; indent the line like its neighbours, or put text with ': ' in"
              + " quotes");
    }
    if (problem.contains("could not find expected ':'")) {
      return source.problem(begin, "a ':' is missing behind this key");
    }
    if (context.contains("quoted scalar") && problem.contains("end of stream")) {
      return source.problem(begin, "this quote is not closed");
    }
    if (at.column() > 1 && source.startsWith("${", at.right(-1))) {
      return source.problem(at.right(-1), "inside '{}' and '[]' put text with '${' in quotes");
    }
    if (context.contains("flow sequence") || context.contains("flow mapping")) {
      String open = context.contains("sequence") ? "[" : "{";
      String close = context.contains("sequence") ? "]" : "}";
      return source.problem(
          problem.contains("stream end") ? begin : at,
          "expected ',' or '" + close + "'; '" + open + "' was opened in line " + begin.line());
    }
    if (problem.contains("expected <block end>")) {
      return source.problem(
          at,
          "this does not fit the lines above; is the indentation right? They begin in line "
              + begin.line());
    }
    if (problem.contains("unknown escape")) {
      return source.problem(
          at,
          "unknown escape in double quotes; use single quotes, or write '\\\\' for a backslash");
    }
    return source.problem(
        at, "cannot read YAML: " + (error.getContext() == null ? "" : context + ", ") + problem);
  }
}
