package dev.reeve.config.dialect;

import dev.reeve.config.tree.Source;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which dialect a file is written in. */
public final class Dialects {
  /** All of them, in the order in which they are asked. */
  public static final List<Dialect> ALL =
      List.of(
          new Procfile(),
          new GopmSettings(),
          new Pm2(),
          new GopmApps(),
          new Supervisord(),
          new Apm(),
          new Processmaster(),
          new Procman(),
          new SystemdUnit(),
          new AkalaPm());

  private static final Pattern NATIVE_NAME = Pattern.compile("reeve\\.(yaml|yml|json)");

  private Dialects() {}

  /** Whether a file of this name is of some dialect, whatever stands in it. */
  public static boolean claims(String fileName) {
    return ALL.stream().anyMatch(dialect -> dialect.claims(fileName));
  }

  /** The dialect of a file, by its name or else by what stands in it; nothing for Reeve's own. */
  public static Optional<Dialect> of(Source source) {
    Candidate candidate = new Candidate(source);
    if (NATIVE_NAME.matcher(candidate.fileName()).matches()) {
      return Optional.empty();
    }
    Optional<Dialect> claimed =
        ALL.stream().filter(dialect -> dialect.claims(candidate.fileName())).findFirst();
    if (claimed.isPresent() || candidate.isNative()) {
      return claimed;
    }
    return ALL.stream().filter(dialect -> dialect.recognises(candidate)).findFirst();
  }
}
