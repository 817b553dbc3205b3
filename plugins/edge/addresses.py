"""Which hosts, ports and IP addresses may be reached. Pure, and closed by default.

A feed or a page that staff or strangers name must not become a way into the company's own network.
"""

import ipaddress
import re
import unicodedata
from dataclasses import dataclass

from plugins.core.errors import SettingError
from plugins.core.urls import ascii_host

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

OPEN_PORTS = frozenset({80, 443})

# Source: IANA IPv4 Special-Purpose Address Registry, and multicast and reserved space.
_CLOSED = (
    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24"
    " 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4"
)
CLOSED_V4 = tuple(ipaddress.IPv4Network(net) for net in _CLOSED.split())
# Only global unicast is open at all: loopback, link-local, unique-local, multicast, mapped (::ffff:0:0/96) and
# NAT64 (64:ff9b::/96) lie outside it. Closed within it: 2001::/23 (Teredo and others), documentation, 6to4.
OPEN_V6 = ipaddress.IPv6Network("2000::/3")
CLOSED_V6 = tuple(ipaddress.IPv6Network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))


@dataclass(frozen=True, kw_only=True, slots=True)
class AllowList:
    """What ``EDGE_ALLOW`` opens besides the public network.

    Attributes:
        hosts: (host, port); port 0 means the two open ports.
        networks: Addresses reachable at the two open ports.
    """

    hosts: frozenset[tuple[str, int]] = frozenset()
    networks: tuple[Network, ...] = ()

    def names(self, host: str, port: int) -> bool:
        """Return whether this very host and port are allowed, wherever they lead."""
        return (host, port) in self.hosts or (port in OPEN_PORTS and (host, 0) in self.hosts)


def read_allow_list(entries: tuple[str, ...]) -> AllowList:
    """Return the allow list for hosts (``feeds.inner``), hosts with a port (``127.0.0.1:8080``) and networks (CIDR).

    Raises:
        SettingError: An entry is none of these.
    """
    hosts: set[tuple[str, int]] = set()
    networks: list[Network] = []
    for entry in entries:
        try:
            if "/" in entry:
                networks.append(ipaddress.ip_network(entry))
                continue
            match = re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[^\s:/@]+)(?::(\d{1,5}))?", entry)
            if not match or int(match[2] or 0) > 65535:
                raise ValueError(entry)
            hosts.add((ascii_host(match[1].strip("[]")), int(match[2] or 0)))
        except ValueError as error:
            raise SettingError(
                f"EDGE_ALLOW: {entry}",
                "neither host, host:port nor network",
                advice="호스트, 호스트:포트, 또는 10.0.0.0/8 꼴의 주소 묶음을 적어 주세요.",
            ) from error
    return AllowList(hosts=frozenset(hosts), networks=tuple(networks))


def is_open(address: Address, allow: AllowList) -> bool:
    """Return whether a connection to this address may be made."""
    if any(address.version == net.version and address in net for net in allow.networks):
        return True
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in net for net in CLOSED_V4)
    return address.scope_id is None and address in OPEN_V6 and not any(address in net for net in CLOSED_V6)


def literal_address(host: str) -> Address | None:
    """Return the address a host spells out, or None for a name.

    Raises:
        ValueError: A numeric spelling other than the plain one (``2130706433``, ``0x7f.1``, ``0177.0.0.1``, ``127.1``),
            which resolvers read as an address and people do not.
    """
    plain = unicodedata.normalize("NFKC", host).rstrip(".")
    try:
        return ipaddress.ip_address(plain)
    except ValueError:
        if re.fullmatch(r"(?:.*\.)?(?:\d+|0[xX][0-9A-Fa-f]*)", plain) or ":" in plain:
            raise ValueError("numeric spelling of an address") from None
        return None
