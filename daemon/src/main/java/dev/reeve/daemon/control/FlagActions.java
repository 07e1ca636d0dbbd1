package dev.reeve.daemon.control;

import dev.reeve.api.ActionResult;
import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.FlagOrder;
import dev.reeve.api.Methods;
import dev.reeve.core.engine.Order;
import dev.reeve.core.engine.Selection;
import dev.reeve.core.engine.UserFlag;
import java.time.Duration;
import java.util.List;

/** Orders about the notes that people pin to services. */
final class FlagActions {
  private static final Duration LONGEST_TTL = Duration.ofDays(3650);

  private final ServiceActions actions;
  private final Targets targets;

  FlagActions(ServiceActions actions, Targets targets) {
    this.actions = actions;
    this.targets = targets;
  }

  void bind(Registry registry) {
    registry.bind(Methods.FLAG, call -> flag(call, true));
    registry.bind(Methods.UNFLAG, call -> flag(call, false));
  }

  private ActionResult.All flag(Call<FlagOrder, Void> call, boolean set)
      throws ApiException, InterruptedException {
    long millis = call.params().ttlMs();
    List<String> flags = call.params().flags().stream().map(UserFlag::normal).distinct().toList();
    if (flags.isEmpty() || flags.size() > UserFlag.MOST) {
      throw new ApiException(
          ErrorCode.USAGE,
          flags.isEmpty() ? "no flag is named" : "that are more than " + UserFlag.MOST + " flags",
          "name some, with commas between them");
    }
    if (millis < 0 || millis > LONGEST_TTL.toMillis()) {
      throw new ApiException(
          ErrorCode.USAGE,
          "a flag cannot go after " + millis + " ms",
          "use up to " + LONGEST_TTL.toDays() + " days, or no time at all");
    }
    Duration ttl = millis == 0 ? null : Duration.ofMillis(millis);
    return actions.simply(
        call.caller(),
        targets.resolve(call.params().targets()),
        selections -> {
          List<String> services = selections.stream().map(Selection::service).distinct().toList();
          return set ? new Order.Flag(services, flags, ttl) : new Order.Unflag(services, flags);
        });
  }
}
