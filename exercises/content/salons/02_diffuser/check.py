"""Un message est reçu par tous ceux qui sont là."""

# Un client malhonnête choisit ce type : transmis au groupe, il déconnecterait tout le monde.
PIRATE = {"type": "websocket.disconnect", "code": 1000, "userName": "Pirate", "message": "Dehors !"}


async def check(chat):
    greg = await chat.enter("A", "Greg")
    nathalie = await chat.enter("B", "Nathalie")
    await everyone_receives(greg, [nathalie, greg], "coucou")
    await everyone_receives(nathalie, [greg, nathalie], "ça va ?")
    await the_type_is_not_trusted(chat, greg, nathalie)
    await nobody_is_forgotten(chat, greg)


async def everyone_receives(sender, receivers, text):
    await sender.says(text)
    for client in receivers:
        frame = {"type": "message", "userName": sender.user, "message": text}
        await client.receives(frame, "no_message", sender=sender, receivers=receivers)
    for client in receivers:
        await client.receives_no("message", "delivered_twice")


async def the_type_is_not_trusted(chat, greg, nathalie):
    await greg.sends(PIRATE)
    chat.expect(not chat.find_events("left"), "trusted_type")
    await everyone_receives(greg, [nathalie, greg], "toujours là ?")


async def nobody_is_forgotten(chat, greg):
    bob = await chat.enter("C", "Bob")
    await bob.leave()
    await greg.says("au revoir Bob")
    await chat.wait(0.5)
    chat.expect(not any(call.get("ghosts") for call in chat.find_events("layer")), "forgot_discard")
    chat.expect(not chat.find_events("late_send"), "forgot_to_remove")


def event_forwarded(case):
    return case.client.of_type("chat.message") or case.client.of_type("chat_message")


def not_to_the_sender(case):
    others = [other for other in case.receivers if other is not case.sender]
    return case.client is case.sender and any(other.of_type("message") for other in others)
