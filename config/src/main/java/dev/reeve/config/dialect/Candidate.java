package dev.reeve.config.dialect;

import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Problems;
import dev.reeve.config.tree.Source;
import dev.reeve.config.tree.Unloadable;
import dev.reeve.config.tree.YamlReader;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A file of which it is not known what it is. */
public final class Candidate {
  private static final List<String> NATIVE_KEYS =
      List.of("services", "templates", "include", "daemon");
  private static final Pattern NATIVE_LINE =
      Pattern.compile("^(services|templates):(\\s|$)", Pattern.MULTILINE);

  private final Source source;
  private final String fileName;
  private Optional<Optional<Node.Entries>> map = Optional.empty();

  Candidate(Source source) {
    this.source = source;
    this.fileName = fileName(source);
  }

  static String fileName(Source source) {
    return Optional.ofNullable(source.file().getFileName()).map(Object::toString).orElse("");
  }

  /** The last part of the path. */
  public String fileName() {
    return fileName;
  }

  /** What follows the last dot of the name, in lower case; empty if there is none. */
  public String extension() {
    int dot = fileName.lastIndexOf('.');
    return dot < 0 ? "" : fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  /** The whole text. */
  public String text() {
    return source.text();
  }

  /** Whether it may be YAML or JSON, by its name. */
  public boolean isTree() {
    return List.of("yaml", "yml", "json", "").contains(extension());
  }

  /** The map at the top, if it is YAML or JSON that can be read and has one. */
  public Optional<Node.Entries> map() {
    if (map.isEmpty()) {
      map = Optional.of(isTree() ? parsed() : Optional.empty());
    }
    return map.get();
  }

  private Optional<Node.Entries> parsed() {
    try {
      return YamlReader.read(Trees.isJson(source) ? Trees.relaxed(source) : source, new Problems())
          .filter(Node.Entries.class::isInstance)
          .map(Node.Entries.class::cast);
    } catch (Unloadable e) {
      return Optional.empty(); // whoever reads it in earnest will say so
    }
  }

  boolean isNative() {
    return isTree()
        && (NATIVE_LINE.matcher(text()).find()
            || map()
                .filter(top -> NATIVE_KEYS.stream().anyMatch(k -> top.entry(k).isPresent()))
                .isPresent());
  }
}
