from tests.stage import chat

CHECK = """
async def check(chat):
    greg = await chat.enter("A")
    nathalie = await chat.enter("B")
    await nathalie.leave()
    await greg.says("coucou")
    calls = [(event["call"], event["name"]) for event in chat.find_events("layer")]
    chat.expect(calls == [("group_add", "tous"), ("group_add", "tous"), ("group_send", "tous")], "wrong")
    chat.expect(chat.find_events("layer")[-1]["ghosts"] == 1, "wrong")
    chat.expect(len(greg.of_type("chat.message")) == 1, "wrong")
"""


def test_each_call_is_told_with_the_members_that_have_left(judge):
    files = chat(
        connect="await self.channel_layer.group_add('tous', self.channel_name)",
        receive="await self.channel_layer.group_send('tous', {'type': 'chat.message'})",
    )
    assert judge(files, CHECK)["state"] == "passed"
