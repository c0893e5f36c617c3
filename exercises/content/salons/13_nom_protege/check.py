"""Un nom appartient au premier qui parle sous ce nom, jusqu'à son départ."""


async def check(chat):
    greg = await chat.enter("A", "Greg", room="latin")
    nathalie = await chat.enter("B", "Nathalie", room="latin")
    thief = await chat.enter("C", "Nathalie", room="latin")
    await nathalie.says("bonjour")
    await nathalie.says("c'est encore moi")
    frame = {"type": "message", "userName": "Nathalie", "message": "c'est encore moi"}
    await greg.receives(frame, "owner_refused")
    await the_name_is_taken(greg, thief)
    await whispered(greg, to=nathalie, code="private_stolen")
    await thief.receives_no("private", "private_to_the_thief")
    await nathalie.leave()
    await thief.says("bonjour")
    await thief.receives({"type": "message", "userName": "Nathalie", "message": "bonjour"}, "name_not_freed")
    await whispered(greg, to=thief, code="name_not_freed")
    await elsewhere(chat)


async def the_name_is_taken(greg, thief):
    await thief.says("moi aussi")
    await thief.receives({"type": "error"}, "no_error")
    await greg.receives_no("message", "stolen_name_heard")
    await thief.receives_no("received", "stolen_name_acknowledged")


async def whispered(greg, to, code):
    await greg.says("/msg Nathalie secret")
    await to.receives({"type": "private", "userName": "Greg", "message": "secret"}, code)


async def elsewhere(chat):
    other = await chat.enter("B", "Nathalie", room="grec")
    await other.says("salut")
    await other.receives({"type": "message", "userName": "Nathalie", "message": "salut"}, "name_taken_elsewhere")
