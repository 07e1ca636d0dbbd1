package dev.reeve.config.dialect;

import dev.reeve.config.tree.Node;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Where the output of a program of supervisord goes. */
final class SupervisordLogs {
  private static final List<String> OWN_OUTPUT =
      List.of("/dev/stdout", "/dev/stderr", "/dev/fd/1", "/dev/fd/2", "/proc/self/fd/1");

  private static final String LOCAL_SYSLOG = "unix:///dev/log";

  private final Draft draft;
  private final Ini.Section section;
  private final Function<Node.Entry, String> text;

  /**
   * Prepares for one process.
   *
   * @param text the text of an entry, with its values put in
   */
  SupervisordLogs(Draft draft, Ini.Section section, Function<Node.Entry, String> text) {
    this.draft = draft;
    this.section = section;
    this.text = text;
  }

  void translate() {
    target("stdout");
    Optional<Node.Entry> redirect = section.entry("redirect_stderr");
    if (redirect.map(text).filter(SupervisordProgram::isTrue).isPresent()) {
      redirected(redirect.orElseThrow());
    } else {
      target("stderr");
    }
    rotation("_logfile_maxbytes", "logs.rotate.size", "50MB");
    rotation("_logfile_backups", "logs.rotate.keep", "10");
    for (String stream : List.of("stdout", "stderr")) {
      section
          .entry(stream + "_syslog")
          .filter(entry -> SupervisordProgram.isTrue(text.apply(entry)))
          .ifPresent(entry -> draft.put(entry, "logs.syslog", LOCAL_SYSLOG));
    }
  }

  private void target(String stream) {
    Optional<Node.Entry> entry = section.entry(stream + "_logfile");
    if (entry.isEmpty()) {
      return;
    }
    String file = text.apply(entry.get());
    switch (file.toUpperCase(Locale.ROOT)) {
      case "AUTO", "" -> {
        // a file that Reeve chooses, too
      }
      case "NONE", "/DEV/NULL" -> draft.put(entry.get(), "logs." + stream, "null");
      case "SYSLOG" -> draft.put(entry.get(), "logs.syslog", LOCAL_SYSLOG);
      default -> {
        if (OWN_OUTPUT.contains(file)) {
          draft.ignored(
              entry.get().at(),
              entry.get().key() + "=" + file,
              "Reeve's daemon prints nothing; 'reeve logs -f' does");
        } else {
          draft.put(entry.get(), "logs." + stream, file);
        }
      }
    }
  }

  /** Both streams into what the first one has. */
  private void redirected(Node.Entry redirect) {
    String file = section.entry("stdout_logfile").map(text).orElse("AUTO");
    switch (file.toUpperCase(Locale.ROOT)) {
      case "NONE", "/DEV/NULL" -> draft.put(redirect, "logs.stderr", "null");
      default ->
          draft.ignored(
              redirect.at(),
              redirect.key(),
              "standard error has a file of its own; 'reeve logs' shows both in the order of time");
    }
  }

  /** Both streams have the same rotation here. */
  private void rotation(String suffix, String path, String fallback) {
    Optional<Node.Entry> out = section.entry("stdout" + suffix);
    Optional<Node.Entry> err = section.entry("stderr" + suffix);
    Optional<Node.Entry> first = out.or(() -> err);
    first.ifPresent(entry -> draft.put(entry, path, text.apply(entry)));
    boolean redirected =
        section.entry("redirect_stderr").map(text).filter(SupervisordProgram::isTrue).isPresent();
    boolean same = out.map(text).orElse(fallback).equals(err.map(text).orElse(fallback));
    if (first.isPresent() && !same && !redirected) {
      Node.Entry other = out.isPresent() && err.isPresent() ? err.get() : first.get();
      draft.warn(
          other.at(),
          "standard output and standard error have one rotation; '"
              + first.get().key()
              + "' counts for both");
    }
  }
}
