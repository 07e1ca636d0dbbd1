package dev.reeve.daemon.supervisor;

import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.spec.Diagnose;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.daemon.provision.Provisioner;
import dev.reeve.daemon.provision.Unprovisionable;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Has the files of services made ready before their first start, and looks before each start
 * whether anything is missing, where that is declared. Off the loop, which waits for no disk: a
 * folder may have a million files.
 */
final class Provisions {
  private final Provisioner provisioner = new Provisioner();
  private final Preflight preflight;
  private final Consumer<Runnable> later;

  /**
   * @param later has something run on the thread of the loop; from any thread
   */
  Provisions(Preflight preflight, Consumer<Runnable> later) {
    this.preflight = preflight;
    this.later = later;
  }

  /** Whether anything is to be done before a start. */
  static boolean isNeeded(ServiceSpec spec) {
    return !spec.provision().isEmpty() || spec.diagnose() == Diagnose.PREFLIGHT;
  }

  /**
   * Makes ready.
   *
   * @param then told on the loop: nothing, or why the service cannot be started
   */
  void before(ServiceSpec spec, InstanceId id, Consumer<Optional<Refusal>> then) {
    Thread.ofVirtual()
        .name("reeve-provision")
        .start(() -> {
          Optional<Refusal> refusal = attempt(spec, id);
          later.accept(() -> then.accept(refusal));
        });
  }

  private Optional<Refusal> attempt(ServiceSpec spec, InstanceId id) {
    try {
      if (!spec.provision().isEmpty()) {
        provisioner.provision(spec);
      }
      return spec.diagnose() == Diagnose.PREFLIGHT ? preflight.refusal(spec, id) : Optional.empty();
    } catch (Unprovisionable e) {
      return Optional.of(new Refusal(e.reason(), e.hint(), false));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(new Refusal("interrupted", "", true));
    } catch (RuntimeException e) {
      // Whatever it is, the engine waits for an answer.
      return Optional.of(
          new Refusal("cannot make ready: " + e, "please report it: this is a defect", false));
    }
  }
}
