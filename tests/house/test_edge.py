"""The configuration of the web server: what its log holds of a visitor."""

import re
from pathlib import Path

import pytest

CONFIGURATION = (Path(__file__).parents[2] / "deploy" / "nginx.conf").read_text()


def logged(address):
    """What the log says was asked for, by the rules of the `map`: the first that fits."""
    rules = re.search(r"map \$request_uri \$logged_path \{(.*?)\n\}", CONFIGURATION, re.DOTALL)[1]
    for pattern, name, rest in re.findall(r'^\s*"~(.+?)" "\$(\w+)(\*?)";', rules, re.MULTILINE):
        if found := re.match(pattern.replace("(?<", "(?P<"), address):
            return found[name] + rest
    return None


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/agenda/?postcode=3562+AB", "/agenda/"),
        ("/zoeken/?q=ik+ben+alleen", "/zoeken/"),
        ("/en/agenda/overvecht/", "/en/agenda/overvecht/"),
        ("/agenda/samen-eten-in-overvecht/2026-11-24T1000.ics", "/agenda/samen-eten-in-overvecht/2026-11-24T1000.ics"),
        ("/agenda/verwijzers/?kies=1", "/agenda/verwijzers/"),
        ("/agenda/verwijzers/Ab-1_cdefghijklmnopqrstuvwxyz01234/", "/agenda/verwijzers/*"),
        ("/en/whats-on/verwijzers/Ab-1_cdefghijklmnopqrstuvwxyz01234/?x=1", "/en/whats-on/verwijzers/*"),
        ("/zh-hans/agenda/verwijzers/Ab-1_cdefghijklmnopqrstuvwxyz01234/", "/zh-hans/agenda/verwijzers/*"),
        ("/agenda/?x=/verwijzers/Ab-1/", "/agenda/"),
        ("//agenda//verwijzers/Ab-1_cdefghijklmnopqrstuvwxyz01234/", "//agenda//verwijzers/*"),
        ("/inzending/bevestigen/abc:def:ghi/", "/inzending/bevestigen/*"),
        ("/inzending/abc:def/intrekken/", "/inzending/*"),
        ("/ckb/inzending/abc:def/intrekken/", "/ckb/inzending/*"),
        ("/zh-hans/volgen/stop/abc:def/", "/zh-hans/volgen/*"),
        ("/agenda/aanmelden/abc.def.ghi/stap/", "/agenda/aanmelden/*"),
        ("/static/site.0a1b2c.css?v=1", "/static/*"),
        ("/admin/password_reset/confirm/MQ/abc-def/", "/admin/password_reset/*"),
    ],
)
def test_the_log_holds_neither_what_people_type_nor_keys(address, kept):
    assert logged(address) == kept


def test_every_server_writes_that_log_and_no_other():
    servers = CONFIGURATION.split("\nserver {")[1:]
    assert len(servers) == 3
    for server in servers:
        assert re.findall(r"^    access_log (.*);", server, re.MULTILINE) == ["/var/log/nginx/utrechtomarmt.log quiet"]
    form = re.search(r"log_format quiet '(.*)';", CONFIGURATION)[1]
    assert not re.search(r"\$(request|args|query_string|http_referer|request_uri|uri)\b", form)


def test_what_one_strange_activity_can_make_fail_keeps_no_other_work_of_the_night_from_being_done():
    lines = (Path(__file__).parents[2] / "deploy" / "utrechtomarmt-daily.service").read_text().splitlines()
    commands = [line.rpartition(" ")[2] for line in lines if line.startswith("ExecStart=")]
    assert (commands[0], commands[-1]) == ("erase_expired", "sync_occurrences")


def limit(method, address):
    """The zone a request is counted in, by the location nginx picks: the first pattern that fits, or `/api/`, `/` …"""
    site = CONFIGURATION.split("\nserver {")[-1]
    rooms = re.findall(r"^    location (~ )?([/^]\S*) \{(.*?)^    \}", site, re.DOTALL | re.MULTILINE)
    fitting = [inside for pattern, path, inside in rooms if pattern and re.search(path, address)]
    below = [(len(path), inside) for pattern, path, inside in rooms if not pattern and address.startswith(path)]
    found = fitting[0] if fitting else max(below)[1]
    zone = "".join(re.findall(r"limit_req zone=(\w+) ", found))
    if not zone:
        return ""
    key = re.search(rf"limit_req_zone \$(\w+) zone={zone}:", CONFIGURATION)[1]
    # Such a key is empty, and so not counted, unless something is sent.
    return zone if method == "POST" or key != "sender" else ""


@pytest.mark.parametrize(
    ("address", "zone"),
    [
        ("/agenda/poster.pdf", "posters"),
        ("/en/whats-on/poster.pdf", "posters"),
        ("/zoeken/", "costly"),
        ("/ckb/zoeken/", "costly"),
        ("/zh-hans/zoeken/suggesties/", "typing"),
        ("/admin/login/", "costly"),
        ("/api/v1/agenda/", "machines"),
        # Reading is free.
        ("/agenda/", ""),
        ("/ik-doe-mee/", ""),
        ("/inzending/abc:def/", ""),
        ("/verwijzers/lijst/", ""),
    ],
)
def test_nobody_can_ask_too_much_of_what_is_costly(address, zone):
    assert limit("GET", address) == zone


@pytest.mark.parametrize(
    ("address", "zone"),
    [
        ("/verwijzers/lijst/", "baskets"),
        ("/zh-hans/verwijzers/lijst/", "baskets"),
        ("/inzending/abc:def/intrekken/", "sending"),
        ("/en/volgen/", "sending"),
        ("/infokaart/", "sending"),
        ("/en/i-take-part/", "sending"),
        ("/ar/taqdim-nashat/abc.def.ghi/2/", "sending"),
        ("/admin/login/", "costly"),
        # The office previews at every pause in typing.
        ("/admin/pages/3/edit/preview/", ""),
    ],
)
def test_nobody_can_send_too_much_whatever_the_address_of_a_form(address, zone):
    assert limit("POST", address) == zone
