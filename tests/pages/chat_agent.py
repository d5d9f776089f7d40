"""The program of chat_server.py: `askaside demo` with an agent in it."""

import math
import time


def serve(wsgi):
    from flask import jsonify, request

    from askaside.chat import answering, moving
    from askaside.chat import live as chat_live
    from askaside.chat.models import ChatMessage, Conversation
    from askaside.core import clock, live
    from askaside.core.db import db, transaction
    from askaside.core.errors import TooMany
    from askaside.people import agents, queries
    from askaside.tickets import attachments

    app = {}

    def site():
        return app["app"].shelf.library("demo").site

    def bela():
        """The Agent, who takes chats."""
        if queries.agent("bela@demo.test") is None:
            agents.add("bela@demo.test", "Bela", (), (("demo", "agent"),))
        return queries.agent("bela@demo.test")

    def one(told):
        return db.session.get(Conversation, told["conversation"])

    def say(told):
        answering.post(site(), told["conversation"], bela(), "agent:bela", client_id=told["client_id"], body=told["body"])

    def take(told):
        answering.take(site(), told["conversation"], bela())

    def read(told):
        answering.read(site(), told["conversation"], bela(), one(told).last_n)

    def away(told):
        with transaction():
            moving.hand_over(site(), one(told), told="request")

    def typing(told):
        chat_live.told_on("chat:typing", {"conversation": told["conversation"], "by": "agent", "name": "Bela"}, one(told))

    def seat(told):
        answering.sit(site(), bela(), status=told["status"], most=20)

    def free(told):
        """What other tests have left is over: there is room."""
        with transaction():
            for found in db.session.query(Conversation).filter(Conversation.status.in_(["queued", "open"])):
                found.status, found.closed_at, found.waiting_since = "closed", clock.now(), None

    def everything(told):
        messages = list(db.session.query(ChatMessage).order_by(ChatMessage.conversation_id, ChatMessage.n))
        files = attachments.of(messages) if messages else {}
        return [[one.conversation_id, one.n, one.body, [file.name for file in files.get(one.id, ())]] for one in messages]

    def story(told):
        found = one(told)
        return {"context": found.context, "status": found.status, "module": found.module}

    def sockets(told):
        return len(live.socketio.server.manager.rooms.get("/chat", {}).get(None, {}))

    def busy(told):
        """For some seconds a chat says that it is too much."""
        limits, until = app["app"].limits, time.monotonic() + told["seconds"]
        spend = type(limits).spend

        def spent(name, key):
            if name == "chat" and time.monotonic() < until:
                raise TooMany("That was a lot at once.", retry_after_seconds=math.ceil(until - time.monotonic()))
            return spend(limits, name, key)

        limits.spend = spent

    def leave(told):
        live.socketio.emit("server:leaving", {}, namespace="/chat")

    doors = {"say": say, "take": take, "read": read, "away": away, "typing": typing, "seat": seat, "free": free, "all": everything, "story": story, "sockets": sockets, "leave": leave, "busy": busy}
    make = wsgi.create_app

    def create(*given):
        made = app["app"] = make(*given)
        there = type(made.present)
        there.there, there.gone = lambda *_: True, lambda *_: None   # who is at the desk has a browser there

        @made.post("/test/agent/<does>")
        def agent(does):
            return jsonify(doors[does](request.get_json()))

        return made

    wsgi.create_app = create
    wsgi.main()


if __name__ == "__main__":
    from askaside import wsgi  # patches, before anything else is imported

    serve(wsgi)
