package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Home;
import dev.reeve.cli.boot.InitSystem;
import dev.reeve.cli.boot.LogGroup;
import dev.reeve.cli.boot.Registration;
import dev.reeve.cli.boot.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** {@code uninstall}: the daemon does not start with the machine any more. */
final class UninstallCommand implements Command {
  private static final Opt PURGE =
      Opt.flag("--purge", "remove configuration, state and logs as well");
  private static final Opt KEEP = Opt.flag("--keep-services", "leave services running");

  @Override
  public Usage usage() {
    return Usage.of("uninstall", "undo install")
        .words("[options]", 0, 0)
        .text(
            "Ends all services and the daemon, and removes what 'reeve install' has written."
                + " Configuration, state and logs stay, so that another 'reeve install' finds"
                + " everything again; --purge removes them, too. The program itself stays where it"
                + " was unpacked.")
        .options(BootOptions.USER, BootOptions.AS_ROOT, BootOptions.INIT, KEEP, PURGE)
        .examples(
            new Usage.Example("uninstall", "and keep what is known of the services"),
            new Usage.Example("uninstall --purge", "leave nothing"))
        .exits("0 done · 1 it is not installed · 5 not root");
  }

  @Override
  public String what(Call call) {
    return "uninstall the daemon";
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    Tools tools = Tools.real();
    Registration registration = BootOptions.registration(call, tools);
    boolean purge = call.arguments.has(PURGE);
    boolean keep = call.arguments.has(KEEP);
    if (purge && keep) {
      throw call.arguments.complaint("--purge and --keep-services exclude each other");
    }
    BootOptions.needRoot(
        call,
        "uninstall"
            + BootOptions.again(registration)
            + (purge ? " --purge" : "")
            + (keep ? " --keep-services" : ""));
    InitSystem init = BootOptions.init(call, tools);
    Consumer<String> teller = BootOptions.teller(call);
    AtBoot atBoot = new AtBoot(registration, init, AtBoot.LINK, teller);
    if (!purge || init.state(registration.name()) != InitSystem.State.ABSENT) {
      atBoot.needInstalled();
      try {
        atBoot.uninstall(keep);
      } catch (IOException e) {
        throw new ApiException(ErrorCode.FAILED, Failures.reason(e), "");
      }
    }
    if (purge) {
      atBoot.end(false);
      remove(registration, places(registration, atBoot.home()), tools);
      teller.accept("removed configuration, state and logs");
      if (registration.isSystem()) {
        LogGroup.remove(tools);
      }
    }
    if (call.json()) {
      call.printJsonText(Json.text(java.util.Map.of("service", registration.name())));
    }
    return 0;
  }

  /** Everything of a home; its own folder only where it is wholly ours. */
  static List<Path> places(Registration registration, Home home) {
    Set<Path> places = new LinkedHashSet<>();
    Path config = home.config();
    places.add(registration.givenHome().isEmpty() ? config.getParent() : config);
    places.add(home.state());
    places.add(home.logs());
    places.add(home.run());
    return new ArrayList<>(places);
  }

  /**
   * With the rights of the user whose home it is: root must not follow what that user may put in
   * the way meanwhile.
   */
  private static void remove(Registration registration, List<Path> places, Tools tools)
      throws ApiException {
    List<String> words = new ArrayList<>();
    if (!registration.account().isRoot()) {
      words.add("setpriv");
      words.add("--reuid=" + registration.account().uid());
      words.add("--regid=" + registration.account().gid());
      words.add("--clear-groups");
      words.add("--");
    }
    words.addAll(List.of("rm", "-rf", "--one-file-system", "--"));
    places.forEach(place -> words.add(place.toString()));
    tools.need(words.toArray(String[]::new));
  }
}
