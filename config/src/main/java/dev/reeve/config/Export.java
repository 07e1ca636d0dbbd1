package dev.reeve.config;

import dev.reeve.config.export.ApmWriter;
import dev.reeve.config.export.AppsWriter;
import dev.reeve.config.export.ComposeWriter;
import dev.reeve.config.export.KubernetesWriter;
import dev.reeve.config.export.NomadWriter;
import dev.reeve.config.export.ProcessmasterWriter;
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
    /** An object for each service, in one file. */
    KUBERNETES,
    /** A job for each service; see the job specification of Nomad. */
    NOMAD,
    /** An {@code apm.conf}. */
    APM,
    /** A {@code config.yaml} of processmaster, and a definition for each service below it. */
    PROCESSMASTER,
    /** An ecosystem file of GoPM. */
    GOPM,
    /** An ecosystem file of PM2. */
    PM2;

    /** Whether lines that begin with {@code #} are comments in it. */
    public boolean hasComments() {
      return this != GOPM && this != PM2;
    }

    /** Whether each service has a file of its own, so that several need a folder. */
    public boolean hasFolder() {
      return this == SYSTEMD || this == NOMAD || this == PROCESSMASTER;
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
    return write(format, specs, full, DaemonSettings.NONE);
  }

  /** The same with what a file says of the daemon, which only a native one has a place for. */
  public static Written write(
      Format format, List<ServiceSpec> specs, boolean full, DaemonSettings daemon) {
    List<String> warnings = new ArrayList<>();
    if (format != Format.NATIVE) {
      lost(daemon, format).ifPresent(warnings::add);
    }
    Map<String, String> files = new LinkedHashMap<>();
    switch (format) {
      case NATIVE ->
          files.put(
              "reeve.yaml",
              DaemonYaml.write(daemon) + (full ? SpecYaml.full(specs) : SpecYaml.write(specs)));
      case COMPOSE ->
          files.put("compose.yaml", YamlWriter.text(ComposeWriter.tree(specs, warnings)));
      case SYSTEMD -> files.putAll(SystemdWriter.units(specs, warnings));
      case KUBERNETES -> {
        List<String> objects = new ArrayList<>();
        KubernetesWriter.objects(specs, warnings).forEach(o -> objects.add(YamlWriter.text(o)));
        files.put("kubernetes.yaml", String.join("---\n", objects));
      }
      case NOMAD -> files.putAll(NomadWriter.jobs(specs, warnings));
      case APM -> files.put("apm.conf", ApmWriter.file(specs, warnings));
      case PROCESSMASTER ->
          ProcessmasterWriter.files(specs, warnings)
              .forEach((name, tree) -> files.put(name, YamlWriter.text(tree)));
      case GOPM -> files.put("ecosystem.json", JsonText.of(AppsWriter.gopm(specs, warnings)));
      case PM2 -> files.put("ecosystem.json", JsonText.of(AppsWriter.pm2(specs, warnings)));
    }
    return new Written(files, warnings);
  }

  private static Optional<String> lost(DaemonSettings daemon, Format format) {
    List<String> sections = DaemonYaml.sections(daemon);
    return sections.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s has no equivalent of '%s'; left out"
                .formatted(format.word(), String.join("', '", sections)));
  }
}
