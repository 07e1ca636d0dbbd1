package dev.reeve.daemon.control;

import dev.reeve.api.ActionResult;
import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Message;
import dev.reeve.api.Method;
import dev.reeve.api.Methods;
import dev.reeve.api.Role;
import dev.reeve.api.Wire;
import dev.reeve.core.spec.Names;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Which handler answers which method. */
final class Registry {
  private record Bound<P, I, R>(Method<P, I, R> method, Call.Handler<P, I, R> handler) {}

  private final Map<String, Bound<?, ?, ?>> bound = new HashMap<>();
  private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
  private final LongAdder failures = new LongAdder();

  <P, I, R> void bind(Method<P, I, R> method, Call.Handler<P, I, R> handler) {
    bound.put(method.name(), new Bound<>(method, handler));
  }

  /** Fails if a method of the contract has no handler, so that none can be forgotten. */
  void checkComplete() {
    for (Method<?, ?, ?> method : Methods.all()) {
      if (!bound.containsKey(method.name())) {
        throw new IllegalStateException("no handler for " + method.name());
      }
    }
  }

  /** How often each method was called. */
  Map<String, Long> calls() {
    Map<String, Long> counts = new TreeMap<>();
    calls.forEach((method, count) -> counts.put(method, count.sum()));
    return counts;
  }

  /** How many calls were not answered with a result, or did nothing of what they asked for. */
  long failures() {
    return failures.sum();
  }

  /**
   * Answers one request, and counts it.
   *
   * @param out takes whole messages
   * @return the result as JSON
   * @throws ApiException what the peer is to be told instead of a result
   */
  String answer(Caller caller, String name, String params, String id, Call.Items<String> out)
      throws ApiException, IOException, InterruptedException {
    try {
      return found(caller, name, params, id, out);
    } catch (ApiException | IOException | RuntimeException e) {
      failures.increment();
      throw e;
    }
  }

  private String found(Caller caller, String name, String params, String id, Call.Items<String> out)
      throws ApiException, IOException, InterruptedException {
    Optional<Bound<?, ?, ?>> found = Optional.ofNullable(bound.get(name));
    if (found.isEmpty()) {
      throw new ApiException(
          ErrorCode.USAGE,
          "unknown method '" + name + "'" + Names.didYouMean(name, bound.keySet()),
          "the daemon may be older than the program that asks; compare with 'reeve version'");
    }
    calls.computeIfAbsent(name, method -> new LongAdder()).increment();
    return answer(caller, found.get(), params, id, out);
  }

  private <P, I, R> String answer(
      Caller caller, Bound<P, I, R> bound, String params, String id, Call.Items<String> out)
      throws ApiException, IOException, InterruptedException {
    Role needed = bound.method.role();
    if (!caller.role().includes(needed)) {
      throw new ApiException(
          ErrorCode.NOT_PERMITTED,
          "user "
              + caller.user()
              + switch (caller.role()) {
                case VIEWER -> " may only look at this daemon, and this is for its operators";
                case OPERATOR, ADMIN -> " may only operate this daemon, and this is for its admin";
                case NONE -> " may not do this with a daemon of another user";
              },
          "run the command as the user of the daemon or as root");
    }
    P read = read(bound.method.params(), params);
    Call<P, I> call =
        new Call<>(caller, read, item -> out.send(Message.item(id, Wire.write(item))));
    R result = bound.handler.handle(call);
    if (result instanceof ActionResult.All(var results)
        && !results.isEmpty()
        && results.stream().noneMatch(ActionResult::ok)) {
      failures.increment();
    }
    return Wire.write(result);
  }

  /** A null inside a list is the peer's mistake, too; messages refuse it when they are made. */
  private static <P> P read(Class<P> type, String params) throws ApiException {
    try {
      return Wire.read(type, params);
    } catch (NullPointerException e) {
      throw new ApiException(
          ErrorCode.USAGE,
          "cannot read " + type.getSimpleName() + ": a null stands where there can be none",
          "leave it out");
    }
  }
}
