import ipaddress

import pytest

from plugins.core.errors import SettingError
from plugins.edge.addresses import AllowList, is_open, literal_address, read_allow_list


@pytest.mark.parametrize("address", ["1.1.1.1", "211.231.99.17", "2400:cb00::1", "2606:4700::1111"])
def test_public_addresses_are_open(address):
    assert is_open(ipaddress.ip_address(address), AllowList())


@pytest.mark.parametrize(
    "address",
    "0.0.0.0 10.0.0.1 100.64.0.1 127.0.0.1 169.254.169.254 172.31.255.255 192.0.0.8 192.168.1.1 198.18.0.1 203.0.113.7"
    " 224.0.0.1 240.0.0.1 255.255.255.255 :: ::1 ::ffff:1.1.1.1 64:ff9b::1.1.1.1 2001::1 2001:db8::1 2002:101:101::1"
    " fc00::1 fe80::1 fec0::1 ff02::1 2400::1%eth0".split(),
)
def test_special_addresses_are_closed(address):
    assert not is_open(ipaddress.ip_address(address), AllowList())


def test_an_allowed_network_opens_its_addresses():
    allow = read_allow_list(("10.1.0.0/16",))

    assert is_open(ipaddress.ip_address("10.1.2.3"), allow)
    assert not is_open(ipaddress.ip_address("10.2.2.3"), allow)


def test_an_allowed_host_is_that_host_and_port_only():
    allow = read_allow_list(("127.0.0.1:8080", "Feeds.Inner", "[::1]:81"))

    assert allow.names("127.0.0.1", 8080)
    assert allow.names("feeds.inner", 443)
    assert allow.names("::1", 81)
    assert not allow.names("127.0.0.1", 80)
    assert not allow.names("feeds.inner", 8080)
    assert not allow.names("sub.feeds.inner", 443)


@pytest.mark.parametrize("entry", ["", "http://x", "10.0.0.0/99", "10.0.0.1/8", "host:99999", "a b", "user@host"])
def test_an_entry_that_is_none_of_the_three_is_refused(entry):
    with pytest.raises(SettingError):
        read_allow_list((entry,))


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f.1", "0177.0.0.1", "1.2.3.4.5", "example.0x1"])
def test_a_numeric_spelling_is_no_host(host):
    with pytest.raises(ValueError):
        literal_address(host)


def test_a_name_is_no_literal():
    assert literal_address("1and1.example") is None
