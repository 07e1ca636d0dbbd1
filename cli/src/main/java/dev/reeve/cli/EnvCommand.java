package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.EnvQuery;
import dev.reeve.api.Methods;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code env}: the environment that processes run with. */
final class EnvCommand implements Command {
  private static final Opt REVEAL = Opt.flag("--reveal", "show secrets, too");

  @Override
  public Usage usage() {
    return Usage.of("env", "the environment that processes run with")
        .words("TARGET… [options]", 1, Usage.MANY)
        .text(
            "What a process of the service finds in its environment, as KEY=VALUE lines. Values"
                + " whose names look secret are masked.")
        .options(REVEAL)
        .examples(
            new Usage.Example("env api", "of one service"),
            new Usage.Example("env api#2 --reveal", "of one instance, with its secrets"));
  }

  @Override
  public String what(Call call) {
    return "show the environment of " + call.wordsText();
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    Map<String, Map<String, String>> environments =
        call.client(Daemon.Need.STATE)
            .call(Methods.ENV, new EnvQuery(call.words(), call.arguments.has(REVEAL)))
            .environments();
    if (call.json()) {
      call.printJsonText(Json.text(items(environments)));
    } else if (!call.quiet()) {
      print(call, environments);
    }
    return 0;
  }

  private static void print(Call call, Map<String, Map<String, String>> environments) {
    boolean screen = call.invocation.terminal().outIsScreen();
    boolean first = true;
    for (Map.Entry<String, Map<String, String>> instance : environments.entrySet()) {
      if (environments.size() > 1) {
        call.out.add(first ? "" : "\n");
        call.out.line(call.style.bold("# " + Clean.line(instance.getKey())));
      }
      first = false;
      for (Map.Entry<String, String> pair : new TreeMap<>(instance.getValue()).entrySet()) {
        String value = screen ? Clean.line(pair.getValue()) : pair.getValue();
        call.out.line(call.style.paint(Clean.line(pair.getKey()), Style.CYAN) + "=" + value);
      }
    }
  }

  private static List<Map<String, Object>> items(Map<String, Map<String, String>> environments) {
    List<Map<String, Object>> items = new ArrayList<>();
    for (Map.Entry<String, Map<String, String>> instance : environments.entrySet()) {
      String name = instance.getKey();
      int hash = name.lastIndexOf('#');
      Map<String, Object> item = new LinkedHashMap<>();
      item.put("service", hash < 0 ? name : name.substring(0, hash));
      item.put("instance", hash < 0 ? 1 : new Json.Raw(name.substring(hash + 1)));
      item.put("env", new TreeMap<>(instance.getValue()));
      items.add(item);
    }
    return items;
  }
}
