"""How long a long file takes: to be checked, and to be compared with what runs. Only Reeve has such commands."""

from peers.reeve import Reeve
from scenarios.scenario import Scenario
from session import Failed


class Declared(Scenario):
    def fits(self, plan, peer):
        return peer is Reeve

    def measure(self, plan, peer, session, samples):
        n = plan.crowd
        tool = peer(session)
        tool.open()
        file = session.folder / "declared.yaml"
        file.write_text(declaration(n, port=3000))
        tool.command("load", str(file))
        file.write_text(declaration(n, port=4000))
        for _ in range(plan.lists):
            samples.add(f"check {n}", peer.name, tool.command("check", str(file))[0] * 1000)
            seconds, text = tool.command("plan", str(file))
            if "1 to change" not in text:
                raise Failed(f"'reeve plan' does not show the change: {text[-300:]}")
            samples.add(f"plan {n}", peer.name, seconds * 1000)


def declaration(n, port):
    """n services that are not started, five lines each, the first of them with this port."""
    text = "services:\n"
    for i in range(1, n + 1):
        text += f"  service-{i:05}:\n    command: [sleep, '{1000 + i}']\n    env: {{PORT: '{port if i == 1 else i}', NAME: s{i}}}\n"
        text += "    restart: {policy: on-failure, max: 5}\n    enabled: false\n"
    return text
