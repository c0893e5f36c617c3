from nsi_site.server import CommandLine
from nsi_site.uvicorn_server import Config, command_line
from tests.nsi_site.test_uvicorn_http import APPLICATION


def test_the_guards_hold_unless_asked_otherwise():
    config = Config(command_line().parse_args([APPLICATION]))
    assert (config.ws_ping_interval, config.ws_ping_timeout, config.ws_max_size) == (5, 5, 64 * 1024)
    assert not (config.ws_per_message_deflate and config.ws is None)


def test_the_command_lines_of_both_servers_take_the_same_options():
    line = ["-b", "127.0.0.1", "-p", "8001", "--proxy-headers", "--ping-interval", "7", APPLICATION]
    ours, daphne = command_line().parse_args(line), CommandLine().parser.parse_args(line)
    same = ("port", "ping_interval", "ping_timeout", "application", "websocket_connect_timeout")
    assert {name: getattr(ours, name) for name in same} == {name: getattr(daphne, name) for name in same}
