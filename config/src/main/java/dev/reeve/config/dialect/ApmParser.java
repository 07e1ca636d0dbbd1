package dev.reeve.config.dialect;

import dev.reeve.config.tree.Globs;
import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Source;
import dev.reeve.config.tree.SourceFile;
import dev.reeve.config.tree.Spot;
import dev.reeve.config.tree.Unloadable;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * APM files as its manual describes their syntax: pairs that end with {@code ;}, blocks in braces,
 * comments from {@code #} or {@code //} to the end of the line where a word could begin, values
 * without quotes or in one of three kinds, and {@code include}, which puts another file in its
 * place.
 *
 * <p>The manual leaves open where a value ends that lacks its {@code ;}: here at the end of the
 * line if the next one begins with the name of an option.
 */
final class ApmParser {
  /** How deep blocks and includes may be nested. */
  private static final int DEEPEST = 16;

  private static final int MOST_FILES = 1000;
  private static final long LARGEST_SUM = 8L * SourceFile.LARGEST;

  private final Translation translation;
  private final Set<String> keys;
  private final List<Path> chain = new ArrayList<>();
  private int files;
  private long characters;

  /**
   * Prepares for one file and those it includes.
   *
   * @param keys the names of all options and blocks
   */
  ApmParser(Translation translation, Set<String> keys) {
    this.translation = translation;
    this.keys = keys;
  }

  /**
   * The statements of the file, those of included files in place of their includes.
   *
   * @throws Unloadable if it is nested too deep, or a quote is not closed
   */
  List<ApmStatement> read() throws Unloadable {
    return read(translation.source());
  }

  private List<ApmStatement> read(Source source) throws Unloadable {
    characters += source.text().length();
    chain.add(source.file().toAbsolutePath().normalize());
    List<ApmStatement> statements = block(new ApmScanner(source), 0);
    chain.removeLast();
    return statements;
  }

  private List<ApmStatement> block(ApmScanner scanner, int depth) throws Unloadable {
    if (depth + chain.size() > DEEPEST) {
      throw new Unloadable(scanner.spot().problem("nested deeper than " + DEEPEST + " blocks"));
    }
    List<ApmStatement> statements = new ArrayList<>();
    Spot open = scanner.spot();
    while (!translation.isHopeless()) {
      scanner.skipToStatement();
      Spot at = scanner.spot();
      if (scanner.isAtEnd()) {
        if (depth > 0) {
          translation.problem(open, "this block is not closed by '}'");
        }
        break;
      }
      if (scanner.skip('}')) {
        if (depth > 0) {
          break;
        }
        translation.problem(at, "this '}' closes no block");
        continue;
      }
      String key = scanner.key();
      if (key.isEmpty()) {
        translation.problem(at, "expected 'KEY VALUE;' or 'NAME { … }'");
        scanner.skipLine();
        continue;
      }
      statement(scanner, at, key, depth, statements);
    }
    return statements;
  }

  private void statement(
      ApmScanner scanner, Spot at, String key, int depth, List<ApmStatement> into)
      throws Unloadable {
    ApmScanner.Value value = scanner.value(key, keys);
    ApmStatement.Pair pair =
        new ApmStatement.Pair(at, key, value.at(), value.raw(), value.pieces());
    switch (value.end()) {
      case BLOCK -> {
        into.add(new ApmStatement.Block(at, key, pair.raw(), block(scanner, depth + 1)));
        return;
      }
      case LINE -> translation.problem(value.endAt(), "';' is missing behind '" + key + "'");
      case FILE ->
          translation.problem(value.endAt(), "the file ends without ';' behind '" + key + "'");
      case QUOTE -> throw new Unloadable(value.endAt().problem("this quote is not closed"));
      case SEMICOLON, BRACE -> {
        // as it should be, or as good as that
      }
    }
    if (key.equals("include")) {
      include(pair, into);
    } else {
      into.add(pair);
    }
  }

  private void include(ApmStatement.Pair include, List<ApmStatement> into) throws Unloadable {
    if (include.pieces().isEmpty()) {
      translation.problem(include.at(), "'include' names no file");
    }
    for (Node.Text item : include.words()) {
      Path parent = item.at().source().file().getParent();
      Path folder = parent == null ? Path.of("") : parent;
      try {
        if (Globs.isPattern(item.text())) {
          for (Path file : Globs.files(folder, item.text())) {
            include(item.at(), file, into);
          }
        } else {
          include(item.at(), folder.resolve(item.text()), into);
        }
      } catch (Globs.Unmatchable e) {
        translation.problem(item.at(), "cannot include '" + item.text() + "': " + e.reason());
      } catch (InvalidPathException e) {
        translation.problem(item.at(), "cannot include '" + item.text() + "': it is not a path");
      }
    }
  }

  private void include(Spot at, Path file, List<ApmStatement> into) throws Unloadable {
    if (chain.contains(file.toAbsolutePath().normalize())) {
      translation.problem(at, "the file includes itself: " + file);
    } else if (++files > MOST_FILES || characters > LARGEST_SUM) {
      throw new Unloadable(
          at.problem(
              "more than "
                  + MOST_FILES
                  + " files, or more than "
                  + (LARGEST_SUM >> 20)
                  + " MiB, are included"));
    } else if (!Files.exists(file)) {
      translation.problem(at, "cannot include " + file + ": no such file");
    } else {
      Source source;
      try {
        source = translation.open(file);
      } catch (Unloadable e) {
        translation.problem(at, "cannot include " + file + ": " + e.problem().message());
        return;
      }
      into.addAll(read(source));
    }
  }
}
