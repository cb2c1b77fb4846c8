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
        ("/en/agenda/verwijzers/Ab-1_cdefghijklmnopqrstuvwxyz01234/?x=1", "/en/agenda/verwijzers/*"),
        ("//agenda//verwijzers/Ab-1_cdefghijklmnopqrstuvwxyz01234/", "//agenda//verwijzers/*"),
        ("/inzending/bevestigen/abc:def:ghi/", "/inzending/bevestigen/*"),
        ("/inzending/abc:def/intrekken/", "/inzending/*"),
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


@pytest.mark.parametrize(
    ("address", "zone"),
    [
        ("/agenda/poster.pdf", "posters"),
        ("/en/agenda/poster.pdf", "posters"),
        ("/zoeken/", "costly"),
        ("/zoeken/suggesties/?q=eten", "typing"),
        ("/verwijzers/lijst/", "baskets"),
        ("/inzending/abc:def/intrekken/", "sending"),
        ("/en/volgen/", "sending"),
        ("/agenda/", ""),
    ],
)
def test_nobody_can_ask_too_much_of_what_is_costly_or_scarce(address, zone):
    rooms = re.findall(r"location ~ (\S+) \{(.*?)\}", CONFIGURATION, re.DOTALL)
    found = next((inside for pattern, inside in rooms if re.match(pattern, address)), "")
    assert "".join(re.findall(r"limit_req zone=(\w+) ", found)) == zone
    assert not zone or f" zone={zone}:" in CONFIGURATION
