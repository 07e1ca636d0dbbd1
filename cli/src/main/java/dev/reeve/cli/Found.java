package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.Description;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Methods;
import dev.reeve.api.Query;
import dev.reeve.client.Client;
import java.util.ArrayList;
import java.util.List;

/**
 * What a question about several targets brought: those that exist are shown, the others named.
 *
 * @param items in the order of the targets
 * @param exit 0, or 1 if a target was unknown
 */
record Found<T>(List<T> items, int exit) {
  /** A question to the daemon. */
  interface Question<T> {
    List<T> about(List<String> targets) throws ApiException;
  }

  /** How a service is shown to people. */
  interface Shown {
    void print(Call call, Description description);
  }

  /** Describes the targets of a command; returns the exit code. */
  static int show(Call call, Client client, String verb, Shown shown) throws ApiException {
    Found<Description> found =
        ask(
            call,
            call.words(),
            verb,
            targets -> client.call(Methods.DESCRIBE, new Query(targets)).services());
    if (call.json()) {
      call.printJsonArray(found.items());
    } else if (!call.quiet()) {
      for (int i = 0; i < found.items().size(); i++) {
        if (i > 0) {
          call.out.end();
        }
        shown.print(call, found.items().get(i));
      }
    }
    return found.exit();
  }

  /**
   * Asks about all targets at once, and one by one only if some are unknown.
   *
   * @param verb for complaints: {@code describe}
   */
  static <T> Found<T> ask(Call call, List<String> targets, String verb, Question<T> question)
      throws ApiException {
    try {
      return new Found<>(question.about(targets), 0);
    } catch (ApiException e) {
      if (e.code() != ErrorCode.UNKNOWN_SERVICE || targets.size() < 2 || call.json()) {
        throw e;
      }
    }
    List<T> items = new ArrayList<>();
    int exit = 0;
    for (String target : targets) {
      try {
        items.addAll(question.about(List.of(target)));
      } catch (ApiException e) {
        Complaint complaint = Complaint.of(e, verb + " " + Clean.line(target)).about(target);
        Complaints.print(call.err, call.errStyle(), complaint);
        exit = ErrorCode.FAILED.exit();
      }
    }
    return new Found<>(items, exit);
  }
}
