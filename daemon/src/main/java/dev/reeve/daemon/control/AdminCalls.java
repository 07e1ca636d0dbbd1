package dev.reeve.daemon.control;

import dev.reeve.api.AdminAction;
import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Methods;
import dev.reeve.core.spec.Names;
import dev.reeve.daemon.supervisor.AdminRuns;
import dev.reeve.linux.ProcStat;
import dev.reeve.linux.ProcTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Has run what the configuration lets admins have run. */
final class AdminCalls {
  private static final int LONGEST_COMMAND = 4096;

  private final AdminRuns runs;

  AdminCalls(AdminRuns runs) {
    this.runs = runs;
  }

  void bind(Registry registry) {
    registry.bind(Methods.ADMIN_LIST, call -> list());
    registry.bind(Methods.ADMIN_RUN, this::run);
    registry.bind(Methods.ADMIN_PS, call -> processes(runs.living()));
    registry.bind(Methods.ADMIN_KILL, this::kill);
  }

  private AdminAction.All list() throws IOException, InterruptedException {
    List<AdminRuns.Member> living = runs.living();
    List<AdminAction> actions = new ArrayList<>();
    for (dev.reeve.config.AdminAction action : runs.actions().values()) {
      int running = (int) living.stream().filter(member -> member.id().equals(action.id())).count();
      actions.add(
          new AdminAction(
              action.id(),
              action.label(),
              action.command(),
              runs.log(action.id()).toString(),
              running));
    }
    return new AdminAction.All(actions);
  }

  private AdminAction.Begun run(Call<AdminAction.Query, Void> call)
      throws ApiException, IOException, InterruptedException {
    String id = call.params().id();
    Map<String, dev.reeve.config.AdminAction> actions = runs.actions();
    dev.reeve.config.AdminAction action = actions.get(id);
    if (action == null) {
      throw unknown(id, actions);
    }
    AdminRuns.Begun begun = runs.run(action, call.caller().user());
    if (begun.pid() == 0) {
      throw new ApiException(ErrorCode.FAILED, begun.reason(), begun.hint());
    }
    return new AdminAction.Begun(id, begun.pid(), runs.log(id).toString());
  }

  private static ApiException unknown(
      String id, Map<String, dev.reeve.config.AdminAction> actions) {
    return new ApiException(
        ErrorCode.FAILED,
        "there is no admin action '" + id + "'" + Names.didYouMean(id, actions.keySet()),
        actions.isEmpty()
            ? "declare some below 'daemon.admin_actions' in the daemon's own file, then 'reeve reboot'"
            : "'reeve admin list' shows those there are");
  }

  private AdminAction.Processes kill(Call<AdminAction.Query, Void> call)
      throws ApiException, IOException, InterruptedException {
    String id = call.params().id();
    List<AdminRuns.Member> killed = runs.kill(id, call.caller().user());
    if (killed.isEmpty() && !id.isEmpty() && !runs.actions().containsKey(id)) {
      throw unknown(id, runs.actions());
    }
    return processes(killed);
  }

  private static AdminAction.Processes processes(List<AdminRuns.Member> members)
      throws IOException {
    List<AdminAction.Living> all = new ArrayList<>();
    for (AdminRuns.Member member : members) {
      ProcStat stat = member.stat();
      String words = String.join(" ", ProcTable.cmdline(stat.pid()));
      String command = words.isEmpty() ? stat.comm() : words;
      all.add(
          new AdminAction.Living(
              member.id(),
              stat.pid(),
              stat.ppid(),
              String.valueOf(stat.state()),
              stat.rssBytes(),
              command.length() > LONGEST_COMMAND
                  ? command.substring(0, LONGEST_COMMAND)
                  : command));
    }
    return new AdminAction.Processes(all);
  }
}
