package dev.reeve.cli.inspect;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who started whom, of all processes that can be seen. */
final class Family {
  /** No tree that helps anybody is larger. */
  private static final int MOST = 1000;

  private record Member(int pid, int parent, String name) {}

  private final Path proc;
  private final Map<Integer, Member> members = new HashMap<>();
  private final Map<Integer, List<Integer>> children = new HashMap<>();

  Family(Path proc) {
    this.proc = proc;
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path folder : folders) {
        Member member = member(folder);
        if (member != null) {
          members.put(member.pid, member);
          children.computeIfAbsent(member.parent, k -> new ArrayList<>()).add(member.pid);
        }
      }
    } catch (IOException e) {
      members.clear(); // then there is no family to be seen
    }
    children.values().forEach(each -> each.sort(null));
  }

  private static @Nullable Member member(Path folder) {
    try {
      Stat stat = Stat.read(folder);
      int pid = (int) ProcText.number(String.valueOf(folder.getFileName()));
      return new Member(pid, (int) stat.number(4), stat.name());
    } catch (IOException e) {
      return null; // it has ended meanwhile
    }
  }

  List<Relative> around(int pid) {
    List<Relative> all = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    Member at = members.get(pid);
    while (at != null && seen.add(at.pid) && seen.size() < MOST) {
      all.addFirst(relative(at, 0));
      at = members.get(at.parent);
    }
    seen.remove(pid);
    below(all, seen, pid, 1);
    return all;
  }

  private void below(List<Relative> all, Set<Integer> seen, int pid, int depth) {
    for (int child : children.getOrDefault(pid, List.of())) {
      Member member = members.get(child);
      if (member != null && all.size() < MOST && seen.add(child)) {
        all.add(relative(member, depth));
        below(all, seen, child, depth + 1);
      }
    }
  }

  private Relative relative(Member member, int depth) {
    Path folder = proc.resolve(Integer.toString(member.pid));
    String line = ProcText.readOr(folder.resolve("cmdline"), 4096, "");
    String user = ProcText.field(ProcText.readOr(folder.resolve("status"), 1 << 16, ""), "Uid");
    String command = line.isEmpty() ? "[" + member.name + "]" : line.replace('\0', ' ').strip();
    return new Relative(
        member.pid,
        member.parent,
        member.name,
        command,
        user.isEmpty() ? -1 : (int) ProcText.number(ProcText.words(user)[0]),
        depth);
  }
}
