"""The settings ``LINKBACK_*``, read once."""

from dataclasses import dataclass

from plugins.core.errors import SettingError

PREFIX = "LINKBACK"


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkbackConfig:
    """Settings ``LINKBACK_*``.

    Attributes:
        enabled: Whether `invoke send` sends; otherwise it prints the plan.
        ledger: Folder of the ledger in git, relative to the project.
        spacing_seconds: Between two Pingbacks or TrackBacks to one host; WordPress takes one in 15 seconds.
        hosts_at_once: How many hosts are asked at the same time, each one request at a time.
        timeout_seconds: For one request with all its redirects.
        webmention_endpoint: What our pages advertise for Webmentions to us; "" for none.
        jf2_url: Where accepted Webmentions are read, webmention.io-style; "" for nowhere.
        jf2_domain_env: Name of the environment variable that holds the domain it lists for us; unset: nothing is read.
        jf2_token_env: Name of the environment variable that holds the token for it.
    """

    enabled: bool = False
    ledger: str = "records/linkbacks"
    spacing_seconds: float = 16.0
    hosts_at_once: int = 4
    timeout_seconds: float = 30.0
    webmention_endpoint: str = ""
    jf2_url: str = "https://webmention.io/api/mentions.jf2"
    jf2_domain_env: str = "LINKBACK_JF2_DOMAIN"
    jf2_token_env: str = "LINKBACK_JF2_TOKEN"


def check_config(config: LinkbackConfig) -> LinkbackConfig:
    """Return the settings if their values make sense.

    Raises:
        SettingError: One does not.
    """
    if not 0 <= config.spacing_seconds <= 600:
        raise SettingError("LINKBACK_SPACING_SECONDS", "not within 0 to 600", advice="0에서 600 사이여야 합니다.")
    if not 1 <= config.hosts_at_once <= 32:
        raise SettingError("LINKBACK_HOSTS_AT_ONCE", "not within 1 to 32", advice="1에서 32 사이여야 합니다.")
    if not 1 <= config.timeout_seconds <= 300:
        raise SettingError("LINKBACK_TIMEOUT_SECONDS", "not within 1 to 300", advice="1에서 300 사이여야 합니다.")
    for name, url in (
        ("LINKBACK_WEBMENTION_ENDPOINT", config.webmention_endpoint),
        ("LINKBACK_JF2_URL", config.jf2_url),
    ):
        if url and not url.startswith(("https://", "http://")):
            raise SettingError(name, "not an absolute address", advice="https://로 시작하는 주소를 적어 주세요.")
    return config
