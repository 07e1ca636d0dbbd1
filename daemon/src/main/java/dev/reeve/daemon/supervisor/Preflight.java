package dev.reeve.daemon.supervisor;

import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.daemon.diagnosis.Diagnosis;
import dev.reeve.daemon.diagnosis.Finding;
import dev.reeve.daemon.diagnosis.Scene;
import java.nio.file.Path;
import java.util.Optional;

/** Looks before a start whether the service has what it needs; what is missing refuses it. */
final class Preflight {
  private final Diagnosis diagnosis;
  private final Launcher launcher;
  private final Errands errands;

  Preflight(Path home, Launcher launcher, Errands errands) {
    this.diagnosis = new Diagnosis(home);
    this.launcher = launcher;
    this.errands = errands;
  }

  /** Why it cannot be started; nothing also if that cannot be found out in time. */
  Optional<Refusal> refusal(ServiceSpec spec, InstanceId id) throws InterruptedException {
    Scene scene;
    try {
      scene = launcher.scene(spec, id);
    } catch (Refusal e) {
      return Optional.of(e);
    }
    Optional<Finding> finding = diagnosis.ofStart(scene, errands.of(scene));
    return finding.map(found -> {
      int colon = found.hint().indexOf(": ");
      return colon < 0
          ? new Refusal(found.hint(), "", false)
          : new Refusal(found.hint().substring(0, colon), found.hint().substring(colon + 2), false);
    });
  }
}
