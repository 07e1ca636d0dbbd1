package dev.reeve.daemon.supervisor;

import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.daemon.provision.Provisioner;
import dev.reeve.daemon.provision.Unprovisionable;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Has the files of services made ready before their first start. Off the loop, which waits for no
 * disk: a folder may have a million files.
 */
final class Provisions {
  private final Provisioner provisioner = new Provisioner();
  private final Consumer<Runnable> later;

  /**
   * @param later has something run on the thread of the loop; from any thread
   */
  Provisions(Consumer<Runnable> later) {
    this.later = later;
  }

  /**
   * Makes ready.
   *
   * @param then told on the loop: nothing, or why the service cannot be started
   */
  void before(ServiceSpec spec, Consumer<Optional<Refusal>> then) {
    Thread.ofVirtual()
        .name("reeve-provision")
        .start(() -> {
          Optional<Refusal> refusal = attempt(spec);
          later.accept(() -> then.accept(refusal));
        });
  }

  private Optional<Refusal> attempt(ServiceSpec spec) {
    try {
      provisioner.provision(spec);
      return Optional.empty();
    } catch (Unprovisionable e) {
      return Optional.of(new Refusal(e.reason(), e.hint(), false));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(new Refusal("cannot provision: interrupted", "", true));
    } catch (RuntimeException e) {
      // Whatever it is, the engine waits for an answer.
      return Optional.of(
          new Refusal("cannot provision: " + e, "please report it: this is a defect", false));
    }
  }
}
