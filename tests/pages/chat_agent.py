"""The program of chat_server.py: `askaside demo` with an agent in it."""

def serve():
    from flask import jsonify, request

    from askaside import wsgi  # patches first
    from askaside.chat import actions, presence
    from askaside.chat.events import ChatRead, ChatReopened, MessagePosted
    from askaside.chat.models import ChatMessage, Conversation
    from askaside.core import clock, ids, live
    from askaside.core.db import db, record, transaction
    from askaside.people import agents, queries

    presence.anybody = lambda site, module: True
    make = wsgi.create_app

    def bela():
        if queries.agent("bela@demo.test") is None:
            agents.add("bela@demo.test", "Bela", (), (("demo", "agent"),))
        return queries.agent("bela@demo.test")

    def one(told):
        return db.session.get(Conversation, told["conversation"])

    def say(told):
        with transaction():
            found, agent = one(told), bela()
            found.last_n += 1
            kind = told.get("kind", "agent")
            message = ChatMessage(id=ids.new(), conversation=found, n=found.last_n, client_id=None, author_kind=kind, author_id=agent.id if kind == "agent" else None,
                                  author_name="Bela" if kind == "agent" else "", body=told["body"], at=clock.now())
            db.session.add(message)
            db.session.flush()
            record(MessagePosted(found.id, message.id))

    def take(told):
        with transaction():
            found = one(told)
            found.agent, found.status = bela(), "open"
            record(ChatReopened(found.id))

    def read(told):
        with transaction():
            found = one(told)
            found.agent_read_n = found.last_n
            record(ChatRead(found.id, "agent", found.last_n))

    def away(told):
        with transaction():
            found = one(told)
            found.status, found.agent = "queued", None
            actions.hand_over(app["app"].shelf.library("demo").site, found)

    def end(told):
        with transaction():
            found = one(told)
            found.status, found.closed_at = "closed", clock.now()
            record(ChatReopened(found.id))

    def typing(told):
        found = one(told)
        live.ring("chat:typing", {"conversation": found.id, "by": "agent", "name": "Bela"}, live.person(found.site, found.requester.key), "/chat")

    def everything(told):
        return [[one.conversation_id, one.n, one.body] for one in db.session.query(ChatMessage).order_by(ChatMessage.conversation_id, ChatMessage.n)]

    def sockets(told):
        rooms = live.socketio.server.manager.rooms.get("/chat", {})
        return len(rooms.get(None, {}))

    def leave(told):
        live.socketio.emit("server:leaving", {}, namespace="/chat")

    app = {}
    doors = {"say": say, "take": take, "read": read, "away": away, "end": end, "typing": typing, "all": everything, "sockets": sockets, "leave": leave}

    def create(*given):
        made = app["app"] = make(*given)

        @made.post("/test/agent/<does>")
        def agent(does):
            return jsonify(doors[does](request.get_json()))

        return made

    wsgi.create_app = create
    wsgi.main()


if __name__ == "__main__":
    serve()
