package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.Declaration;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Methods;
import dev.reeve.api.Query;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.SpecReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The specs of services that exist. */
final class Declared {
  private Declared() {}

  /** Of these targets; none means all. */
  static List<ServiceSpec> specs(Call call, String what, List<String> targets)
      throws Complaint, ApiException {
    List<ServiceSpec> specs = new ArrayList<>();
    try {
      for (Declaration found :
          call.client(Daemon.Need.STATE).call(Methods.DECLARED, new Query(targets)).services()) {
        String name = found.name();
        specs.add(
            SpecReader.read(name, found.declared(), Path.of("/"))
                .spec()
                .orElseThrow(() ->
                    new Complaint(
                        ErrorCode.FAILED,
                        what,
                        "the daemon is of another version: it knows fields of '"
                            + Clean.line(name)
                            + "' that this command does not",
                        "run 'reeve version'")));
      }
    } catch (Daemon.NoServices e) {
      if (!targets.isEmpty()) {
        throw e;
      }
    }
    return specs;
  }
}
