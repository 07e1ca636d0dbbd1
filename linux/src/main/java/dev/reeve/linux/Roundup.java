package dev.reeve.linux;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ends everything that belongs to instances, also what forks away from the signal: a look at the
 * process table takes longer than some processes live, and what they became meanwhile is not in it.
 * So everything that is found is stopped first, which no process can refuse, and looked for again
 * until nothing new is found; then it is killed, stopped as it is. What is stopped has no more
 * children, so a line of processes of which one has been caught has an end.
 */
public final class Roundup {
  /** Who changes faster than so many looks goes on until the caller looks again. */
  private static final int LOOKS = 20;

  /** Looks at the orphans alone, which take microseconds. */
  private static final int GLANCES = 200;

  /** How the caller looks at the process table. */
  public interface Look {
    /** A fresh look. */
    Kin now() throws LinuxException;
  }

  private final int self = (int) Native.sys(Syscall.GETPID, 0);
  private final List<Kin.Roots> roots;
  private final List<Set<ProcessIdentity>> known = new ArrayList<>();
  private final Set<Integer> mains;
  private final Look look;
  private final Map<ProcessIdentity, PidFd> held = new HashMap<>();
  private @Nullable LinuxException failure;

  private Roundup(List<Kin.Roots> instances, Set<Integer> mains, Look look) {
    roots = List.copyOf(instances);
    for (Kin.Roots instance : instances) {
      known.add(new LinkedHashSet<>(instance.known()));
    }
    this.mains = mains;
    this.look = look;
  }

  /**
   * Kills all that belongs to some instances.
   *
   * @param mains children of this process that are the main process of an instance, of these or of
   *     others; all other children are orphans
   * @return for each instance what is known of it now: what was known before and what was found
   * @throws LinuxException when something cannot be looked at or killed; all the rest is killed
   */
  public static List<Set<ProcessIdentity>> kill(
      List<Kin.Roots> instances, Set<Integer> mains, Look look) throws LinuxException {
    Roundup roundup = new Roundup(instances, mains, look);
    roundup.hold();
    roundup.kill();
    if (roundup.failure != null) {
      throw roundup.failure;
    }
    return roundup.known;
  }

  private void hold() {
    try {
      int glances = 0;
      for (int looks = 0; looks < LOOKS; looks++) {
        boolean moved = holdMembers();
        // Who forked and ended during the look was in it no more, and its child not yet; that child
        // has come to this process.
        while (glances < GLANCES && holdOrphans()) {
          glances++;
          moved = true;
        }
        if (!moved) {
          return;
        }
      }
    } catch (LinuxException e) {
      failed(e);
    }
  }

  /** Stops what a look finds; true when anything of it was new. */
  private boolean holdMembers() throws LinuxException {
    Kin kin = look.now();
    boolean moved = false;
    for (int i = 0; i < known.size(); i++) {
      for (ProcessIdentity member : kin.members(roots.get(i).with(known.get(i)))) {
        moved |= hold(member, known.get(i));
      }
    }
    return moved;
  }

  /** The same for those whose parent has just ended: the runaways. */
  private boolean holdOrphans() throws LinuxException {
    boolean moved = false;
    for (ProcStat orphan : Kin.orphansOf(self, mains)) {
      Set<ProcessIdentity> owner = ownerOf(orphan);
      moved |= owner != null && hold(orphan.identity(), owner);
    }
    return moved;
  }

  private @Nullable Set<ProcessIdentity> ownerOf(ProcStat orphan) throws LinuxException {
    Optional<String> marker = ProcTable.environValue(orphan.pid(), Kin.MARKER);
    for (int i = 0; i < known.size(); i++) {
      boolean ours =
          marker.isPresent()
              ? marker.get().equals(roots.get(i).marker())
              : known.get(i).stream().anyMatch(process -> process.pid() == orphan.session());
      if (ours || (marker.isEmpty() && Kin.holds(orphan.pid(), roots.get(i).pipes()))) {
        return known.get(i);
      }
    }
    return null;
  }

  private boolean hold(ProcessIdentity process, Set<ProcessIdentity> owner) {
    if (held.containsKey(process)) {
      return false;
    }
    owner.add(process);
    try {
      Optional<PidFd> opened = PidFd.open(process);
      if (opened.isPresent()) {
        held.put(process, opened.get());
        opened.get().signal(Signals.STOP);
      }
    } catch (LinuxException e) {
      failed(e);
    }
    // Also when it is gone by now: something may have come of it.
    return true;
  }

  private void kill() {
    for (PidFd process : held.values()) {
      try (process) {
        process.signal(Signals.KILL);
      } catch (LinuxException e) {
        failed(e);
      }
    }
  }

  private void failed(LinuxException e) {
    if (failure == null) {
      failure = e;
    }
  }
}
