package dev.reeve.daemon.control;

import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Methods;
import dev.reeve.api.Series;
import dev.reeve.api.StatsQuery;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.Selection;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.core.engine.State;
import dev.reeve.daemon.sampling.Point;
import dev.reeve.daemon.sampling.Sampler;
import dev.reeve.daemon.supervisor.Board;
import dev.reeve.daemon.supervisor.Times;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers questions about what instances used. */
final class StatsReads {
  private static final long LONGEST_MILLIS = 18 * 3_600_000L;

  private final Board board;
  private final Targets targets;
  private final Sampler sampler;

  StatsReads(Board board, Targets targets, Sampler sampler) {
    this.board = board;
    this.targets = targets;
    this.sampler = sampler;
  }

  void bind(Registry registry) {
    registry.bind(Methods.STATS, this::stats);
  }

  private StatsQuery.Reply stats(Call<StatsQuery, Series> call) throws ApiException, IOException {
    StatsQuery query = call.params();
    if (query.spanMs() <= 0 || query.spanMs() > LONGEST_MILLIS || query.points() < 0) {
      throw new ApiException(
          ErrorCode.USAGE,
          "there is no history of " + query.spanMs() + " ms in " + query.points() + " points",
          "ask for up to 18 hours");
    }
    String trouble = sampler.state().trouble();
    if (!trouble.isEmpty()) {
      throw new ApiException(
          ErrorCode.FAILED, trouble, "make room or mend the file; it is tried again by itself");
    }
    Instant to = Instant.now();
    long from = to.toEpochMilli() - query.spanMs();
    long step = step(query);
    for (Selection selection : ServiceReads.resolved(targets, query.targets()).selections()) {
      Optional<ServiceView> view = board.service(selection.service());
      for (InstanceView instance : view.map(ServiceView::instances).orElse(List.of())) {
        if (selection.covers(instance.id())) {
          int number = instance.id().number();
          List<Point> points = sampler.history(view.get().id(), number, query.spanMs());
          call.items().send(new Series(view.get().name(), number, joined(points, step)));
        }
      }
    }
    return new StatsQuery.Reply(Times.text(Instant.ofEpochMilli(from)), Times.text(to), step);
  }

  /** The time of one point, so that there are not too many. */
  private static long step(StatsQuery query) {
    long step = Sampler.stepMillis(query.spanMs());
    if (query.points() == 0) {
      return step;
    }
    long needed = (query.spanMs() + query.points() - 1) / query.points();
    return Math.max(1, (needed + step - 1) / step) * step;
  }

  private static List<Series.Point> joined(List<Point> points, long step) {
    List<Series.Point> joined = new ArrayList<>();
    int begin = 0;
    for (int i = 1; i <= points.size(); i++) {
      boolean ends =
          i == points.size() || points.get(i).at() / step != points.get(begin).at() / step;
      if (ends) {
        joined.add(one(points.subList(begin, i), step));
        begin = i;
      }
    }
    return joined;
  }

  /** Mean of the CPU, most of the memory, and the rest as it was at the end. */
  private static Series.Point one(List<Point> points, long step) {
    long cpu = 0;
    long memory = 0;
    for (Point point : points) {
      cpu += point.cpuPermille();
      memory = Math.max(memory, point.memoryBytes());
    }
    Point last = points.getLast();
    State state = last.state();
    return new Series.Point(
        Times.text(Instant.ofEpochMilli(last.at() / step * step)),
        Math.round((double) cpu / points.size()) / 10.0,
        memory,
        last.uptimeSeconds() * 1000,
        last.restarts(),
        state.word());
  }
}
