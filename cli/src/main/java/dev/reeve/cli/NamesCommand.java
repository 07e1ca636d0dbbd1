package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.Methods;
import dev.reeve.api.Query;
import dev.reeve.api.ServiceRow;
import java.util.List;

/** {@code __names}: the names of services, for completion; silent when there is no daemon. */
final class NamesCommand implements Command {
  @Override
  public Usage usage() {
    return Usage.of("__names", "names of services, one a line");
  }

  @Override
  public String what(Call call) {
    return "list the names of services";
  }

  @Override
  public int run(Call call) {
    try {
      for (ServiceRow service :
          call.client(Daemon.Need.RUNNING).call(Methods.LIST, new Query(List.of())).services()) {
        call.out.line(Clean.line(service.name()));
      }
    } catch (Complaint | ApiException e) {
      return 1; // a message in the middle of typing helps nobody
    }
    return 0;
  }
}
