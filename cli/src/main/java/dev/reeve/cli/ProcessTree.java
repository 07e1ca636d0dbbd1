package dev.reeve.cli;

import dev.reeve.api.Description.ProcessRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Processes with each below its parent. */
final class ProcessTree {
  private ProcessTree() {}

  /** Each one follows its parent, if that is among them. */
  static List<ProcessRow> ordered(List<ProcessRow> all) {
    List<ProcessRow> ordered = new ArrayList<>();
    Set<Integer> pids = pids(all);
    for (ProcessRow process : all) {
      if (!pids.contains(process.parent()) || process.parent() == process.pid()) {
        add(ordered, all, process);
      }
    }
    return ordered;
  }

  private static void add(List<ProcessRow> ordered, List<ProcessRow> all, ProcessRow process) {
    ordered.add(process);
    for (ProcessRow child : all) {
      if (child.parent() == process.pid() && !ordered.contains(child)) {
        add(ordered, all, child);
      }
    }
  }

  /** How many of its ancestors are among them. */
  static int depth(List<ProcessRow> all, ProcessRow process) {
    int depth = 0;
    ProcessRow at = process;
    Set<Integer> seen = new HashSet<>();
    while (seen.add(at.pid())) {
      ProcessRow parent = null;
      for (ProcessRow other : all) {
        parent = other.pid() == at.parent() ? other : parent;
      }
      if (parent == null) {
        break;
      }
      at = parent;
      depth++;
    }
    return depth;
  }

  private static Set<Integer> pids(List<ProcessRow> all) {
    Set<Integer> pids = new HashSet<>();
    for (ProcessRow process : all) {
      pids.add(process.pid());
    }
    return pids;
  }
}
