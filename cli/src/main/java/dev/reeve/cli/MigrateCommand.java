package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.ServiceRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code migrate}: takes over from another manager, one service after the other. */
final class MigrateCommand implements Command {
  private static final Opt DRY = Opt.flag("--dry", "only show what would be done");
  private static final Opt CONFIG =
      Opt.value("--config", "FILE", "of supervisord; its usual places are looked at");
  private static final Opt DELETE =
      Opt.flag("--delete", "pm2: delete there what runs here, and save its list");

  @Override
  public Usage usage() {
    return Usage.of("migrate", "take over services from pm2, supervisord or systemd")
        .words("SYSTEM [NAME…] [options]", 1, Usage.MANY)
        .text(
            "Takes over what another manager runs: pm2 and supervisord (everything, or what is"
                + " named), or units of systemd. Each is stopped there, started here, and waited"
                + " for; what does not come up here is started there again, and the next one"
                + " follows. What is stopped there is taken over stopped. It leaves the files of"
                + " the other manager alone; in the end it says what is left to do. Ctrl-C lets the"
                + " one that is on its way arrive, and leaves the others where they are.")
        .options(DRY, CONFIG, DELETE)
        .examples(
            new Usage.Example("migrate pm2 --dry", "what would be done, and the services as YAML"),
            new Usage.Example("migrate pm2 api worker", "two of them"),
            new Usage.Example("migrate supervisord --config my.conf", "all of its programs"),
            new Usage.Example("migrate systemd nginx", "a unit"))
        .exits("0 all were taken over · 1 some were not, and are where they were");
  }

  @Override
  public String what(Call call) {
    return "migrate from " + Clean.line(call.words().getFirst());
  }

  @Override
  public boolean namesServices(Call call) {
    return false;
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    boolean dry = call.arguments.has(DRY);
    Set<String> existing = new TreeSet<>();
    List<ServiceRow> services = StartCommand.services(call);
    services.forEach(service -> existing.add(service.name()));
    List<String> names = call.words().subList(1, call.words().size());
    Origin origin = origin(call, names, existing, dry);
    List<Origin.Migrant> chosen =
        origin instanceof SystemdOrigin
            ? origin.migrants()
            : chosen(call, origin.title(), origin.migrants(), names);
    return dry
        ? new MigrationPlan(call, origin, existing).print(chosen)
        : new Migration(call, origin, services).run(chosen);
  }

  private Origin origin(Call call, List<String> names, Set<String> existing, boolean dry)
      throws Complaint {
    String system = call.words().getFirst();
    if (call.arguments.has(CONFIG) && !system.equals("supervisord")) {
      throw call.arguments.complaint("--config is for supervisord");
    }
    if (call.arguments.has(DELETE) && !system.equals("pm2")) {
      throw call.arguments.complaint("--delete is for pm2");
    }
    return switch (system) {
      case "pm2" -> new Pm2Origin(call, call.arguments.has(DELETE));
      case "supervisord", "supervisor" -> new SupervisordOrigin(call, call.arguments.value(CONFIG));
      case "systemd" -> {
        if (names.isEmpty()) {
          throw call.arguments.complaint("it needs the names of units: systemd runs much more");
        }
        yield new SystemdOrigin(call, what(call), names, existing, dry);
      }
      default ->
          throw Complaint.usage(
              what(call),
              "it is not known how to take over from it",
              "there are pm2, supervisord and systemd; files of others: reeve start FILE");
    };
  }

  private List<Origin.Migrant> chosen(
      Call call, String title, List<Origin.Migrant> all, List<String> names) throws Complaint {
    if (all.isEmpty()) {
      throw new Complaint(ErrorCode.FAILED, what(call), title + " runs nothing", "");
    }
    List<Origin.Migrant> chosen = new ArrayList<>();
    for (String name : names) {
      Optional<Origin.Migrant> found = all.stream().filter(m -> m.name().equals(name)).findFirst();
      chosen.add(
          found.orElseThrow(() ->
              new Complaint(
                  ErrorCode.UNKNOWN_SERVICE,
                  what(call),
                  title + " has no '" + Clean.line(name) + "'",
                  "it has "
                      + Clean.line(
                          String.join(", ", all.stream().map(Origin.Migrant::name).toList())))));
    }
    return names.isEmpty() ? all : chosen;
  }
}
