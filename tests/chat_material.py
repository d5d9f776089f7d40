"""A person's browser with its chat: what it says, hears, and asks for when it was cut off."""

from itertools import count

from cast import visitor
from desk_material import fresh

from askaside.chat import answering
from askaside.core import clock
from askaside.core.live import socketio
from askaside.desk.present import Place
from askaside.people import agents

NUMBERS = count(1)


def takes_chats(app, name="Bela", teams=("first",), most=20, site="acme", status="available"):
    """The Agent `name`, who is at the desk of `site` and takes chats."""
    agent = agents.add(f"{name.lower()}@{site}.test", name, [(site, team) for team in teams], [(site, "agent")])
    answering.sit(app.shelf.libraries[site].site, agent, status, most)
    arrives(app, agent)
    return agent


def arrives(app, agent):
    """A browser of the Agent's is connected."""
    app.present.put(f"desk of {agent.id}", Place(agent.id, agent.name, "session", clock.now()))


def leaves(app, agent):
    app.present.drop(f"desk of {agent.id}")


class Browser:
    """`known`: {conversation: {"state": row, "lines": {n: row}}}, from what it heard and caught up with."""

    def __init__(self, app, who="alice", site="acme", header=None, headers=None, **auth):
        self.app, self.site, self.known = app, site, {}
        self.header = header or visitor(who)
        kind, secret = self.header["Authorization"].split()
        self.auth = auth or {"site": site, {"Bearer": "token", "Visitor": "visitor"}[kind]: secret}
        self.headers = headers
        self.connect()

    def connect(self):
        self.socket = socketio.test_client(self.app, namespace="/chat", auth=self.auth, headers=self.headers)

    @property
    def connected(self):
        return self.socket.is_connected("/chat")

    def say(self, event, told):
        return self.socket.emit(event, told, namespace="/chat", callback=True)

    def start(self, body="It does not print.", client_id=None, **more):
        return self.say("chat:start", {"client_id": client_id or f"id-{next(NUMBERS)}", "body": body, **more})

    def post(self, conversation, body, client_id=None):
        return self.say("chat:message", {"conversation": conversation, "client_id": client_id or f"id-{next(NUMBERS)}", "body": body})

    def heard(self, name=None):
        """What was pushed since the last time: of `name` their arguments; else (name, argument)."""
        found = [(one["name"], one["args"][0]) for one in self.socket.get_received("/chat")]
        return [told for name_, told in found if name_ == name] if name else found

    def get(self, conversation, **asked):
        fresh()
        return self.app.test_client().get(f"/api/v1/{self.site}/conversations/{conversation}/messages", query_string=asked, headers=self.header)

    def lines(self, conversation):
        """[(n, body)] as they are kept."""
        return [(one["n"], one["body"]) for one in self.get(conversation, limit=100).get_json()["messages"]]

    # --- as the widget does it --------------------------------------------------------------------------------------

    def hear(self):
        """Bring `known` up to date with what was pushed."""
        for name, told in self.heard():
            one = self.known.setdefault(told["conversation"], {"state": None, "lines": {}})
            if name == "chat:message":
                one["lines"][told["n"]] = told
            elif name == "chat:changed":
                one["state"] = told
            elif name == "chat:read" and one["state"]:
                one["state"]["read"][told["by"]] = told["n"]
            if one["state"]:
                one["state"]["last_n"] = max([one["state"]["last_n"], *one["lines"]])

    def catch_up(self, conversation):
        """Bring `known` up to date by asking for what comes after the last line; the conversations that went on, too."""
        one = self.known.setdefault(conversation, {"state": None, "lines": {}})
        after = max(one["lines"], default=0)
        while after is not None:
            told = self.get(conversation, after=after, limit=3).get_json()
            one["lines"].update({line["n"]: line for line in told["messages"]})
            one["state"], after = told["conversation"], told["next"]
        if one["state"]["next"]:
            self.catch_up(one["state"]["next"])
