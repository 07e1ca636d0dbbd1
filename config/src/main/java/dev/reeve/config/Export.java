package dev.reeve.config;

import dev.reeve.config.export.AppsWriter;
import dev.reeve.config.export.ComposeWriter;
import dev.reeve.config.export.SystemdWriter;
import dev.reeve.core.spec.ServiceSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Services written in a format: Reeve's own, or that of another system. */
public final class Export {
  /** What there is, by the word that chooses it on the command line. */
  public enum Format {
    /** A {@code reeve.yaml}. */
    NATIVE,
    /** A {@code compose.yaml} of Docker Compose. */
    COMPOSE,
    /** A unit for each service; see systemd.service(5). */
    SYSTEMD,
    /** An ecosystem file of GoPM. */
    GOPM,
    /** An ecosystem file of PM2. */
    PM2;

    /** Whether lines that begin with {@code #} are comments in it. */
    public boolean hasComments() {
      return this != GOPM && this != PM2;
    }

    /** In lower case. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The format of that word, if there is one. */
    public static Optional<Format> of(String word) {
      for (Format format : values()) {
        if (format.word().equals(word)) {
          return Optional.of(format);
        }
      }
      return Optional.empty();
    }

    /** All words. */
    public static List<String> words() {
      List<String> words = new ArrayList<>();
      for (Format format : values()) {
        words.add(format.word());
      }
      return words;
    }
  }

  /**
   * What was written.
   *
   * @param files text by the name of the file it should stand in, in the order of the services
   * @param warnings what the format has no equivalent for: {@code service 'api': …}
   */
  public record Written(Map<String, String> files, List<String> warnings) {}

  private Export() {}

  /**
   * Writes services.
   *
   * @param full also write fields that have their default, as far as the format has them
   */
  public static Written write(Format format, List<ServiceSpec> specs, boolean full) {
    List<String> warnings = new ArrayList<>();
    Map<String, String> files = new LinkedHashMap<>();
    switch (format) {
      case NATIVE -> files.put("reeve.yaml", full ? SpecYaml.full(specs) : SpecYaml.write(specs));
      case COMPOSE ->
          files.put("compose.yaml", YamlWriter.text(ComposeWriter.tree(specs, warnings)));
      case SYSTEMD -> files.putAll(SystemdWriter.units(specs, warnings));
      case GOPM -> files.put("ecosystem.json", JsonText.of(AppsWriter.gopm(specs, warnings)));
      case PM2 -> files.put("ecosystem.json", JsonText.of(AppsWriter.pm2(specs, warnings)));
    }
    return new Written(files, warnings);
  }
}
