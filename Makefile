# Two commands for a fresh clone: `make site` and `make test`. Everything else is `invoke` (see `invoke --list`).
PYTHON ?= python3
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help site test test-long lock wordpress python site-packages test-packages chromium fonts java checkers postgresql openssl rsync

help:
	@printf '%s\n' 'make site   시연 누리집을 짓고 보여 줍니다 (PORT=8000)' 'make test   모든 시험을 돌립니다' \
	  'make test-long   몇 분씩 걸리는 시험을 돌립니다: 진짜 워드프레스에 알려 봅니다' \
	  'make lock   pyproject.toml에서 잠금 파일을 다시 만듭니다'

site: site-packages
	@.venv/bin/python -m invoke site --port '$(PORT)'

# A test may build a whole site: a worker that has nothing left takes over what waits for the other one. What Python
# compiles is kept, whatever the caller's environment says: to compile every test anew costs each worker five seconds.
test: test-packages chromium fonts java checkers postgresql openssl rsync
	@env -u PYTHONDONTWRITEBYTECODE .venv/bin/python -m pytest -q -n auto --dist worksteal $(ARGS)

test-long: test-packages wordpress
	@.venv/bin/python -m pytest -q -m long $(ARGS)

# A stamp is a copy of the lock that was installed: the same lock is never installed twice, and an interrupted install
# leaves no stamp. requirements-dev.txt holds everything of requirements.txt, so it stands for both.
site-packages: python
	@cmp -s requirements.txt .venv/.installed-requirements.txt || { \
	  echo '꾸러미를 설치합니다 (처음 한 번)…' && \
	  .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes -r requirements.txt && \
	  cp requirements.txt .venv/.installed-requirements.txt; }

test-packages: python
	@cmp -s requirements-dev.txt .venv/.installed-requirements-dev.txt || { \
	  echo '시험에 쓰는 꾸러미를 설치합니다 (처음 한 번)…' && \
	  .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes -r requirements-dev.txt && \
	  cp requirements-dev.txt .venv/.installed-requirements-dev.txt && \
	  cp requirements.txt .venv/.installed-requirements.txt; }

python:
	@[ -x .venv/bin/python ] && .venv/bin/python -m pip --version >/dev/null 2>&1 || { \
	  command -v $(PYTHON) >/dev/null || { echo '파이썬이 없습니다. 파이썬 3.11 이상을 설치해 주세요.' >&2; exit 2; }; \
	  $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo '파이썬 3.11 이상이 필요합니다. PYTHON=python3.12처럼 골라 주세요.' >&2; exit 2; }; \
	  if ! $(PYTHON) -c 'import ensurepip' 2>/dev/null && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y python3-venv >/dev/null; fi; \
	  $(PYTHON) -c 'import ensurepip' 2>/dev/null || \
	    { echo '파이썬의 venv가 없습니다. 데비안이라면 python3-venv를 설치해 주세요.' >&2; exit 2; }; \
	  rm -rf .venv && $(PYTHON) -m venv .venv; }

# The browser walk needs Debian's Chromium. Without it and without root those tests skip with a sentence (CI=true: fail).
chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo '크로미엄을 설치합니다 (처음 한 번)…' && apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium >/dev/null; \
	  else echo '크로미엄이 없어 브라우저 시험을 건너뜁니다. 데비안이라면 apt install chromium으로 설치합니다.' >&2; fi; }

# Korean is measured and looked at in Korean letters: a machine without any shows narrow boxes, and nothing is ever too wide.
fonts:
	@fc-list :lang=ko 2>/dev/null | grep -q . || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo '한글 글꼴을 설치합니다 (처음 한 번)…' && apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends fontconfig fonts-nanum >/dev/null; \
	  else echo '한글 글꼴이 없어 너비를 재는 시험이 틀릴 수 있습니다. 데비안이라면 apt install fonts-nanum으로 설치합니다.' >&2; fi; }

# The HTML checker runs on Java; it and axe-core come from npm, as package-lock.json pins them. Without them those tests
# skip with a sentence (CI=true: fail). The site itself needs neither.
java:
	@command -v java >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo '자바를 설치합니다 (처음 한 번)…' && apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends default-jre-headless >/dev/null; \
	  else echo '자바가 없어 HTML 검사를 건너뜁니다. 데비안이라면 apt install default-jre-headless로 설치합니다.' >&2; fi; }

checkers:
	@command -v npm >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo 'npm을 설치합니다 (처음 한 번)…' && apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends npm >/dev/null; fi; }
	@cmp -s package-lock.json node_modules/.installed-package-lock.json || { \
	  if command -v npm >/dev/null; then \
	    echo '쪽을 검사하는 꾸러미를 설치합니다 (처음 한 번)…' && \
	    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null && \
	    cp package-lock.json node_modules/.installed-package-lock.json; \
	  else echo 'npm이 없어 HTML과 접근성 검사를 건너뜁니다. 데비안이라면 apt install npm으로 설치합니다.' >&2; fi; }

# The inbox on PostgreSQL is tested on a server that the tests start themselves. As with Chromium. Debian's package would
# make and start a cluster of its own; the setting keeps it from that.
postgresql:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo 'PostgreSQL을 설치합니다 (처음 한 번)…' && apt-get update -qq && \
	    mkdir -p /etc/postgresql-common && \
	    { [ -e /etc/postgresql-common/createcluster.conf ] || \
	      echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf; } && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends postgresql >/dev/null; \
	  else echo 'PostgreSQL이 없어 그 시험을 건너뜁니다. 데비안이라면 apt install postgresql로 설치합니다.' >&2; fi; }

# The way out is tried on a server with a certificate that is made for the test.
openssl:
	@command -v openssl >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo 'OpenSSL을 설치합니다 (처음 한 번)…' && apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends openssl >/dev/null; \
	  else echo 'OpenSSL이 없어 그 시험을 건너뜁니다. 데비안이라면 apt install openssl로 설치합니다.' >&2; fi; }

# Publishing to another machine is tried with the real one.
rsync:
	@command -v rsync >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo 'rsync를 설치합니다 (처음 한 번)…' && apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends rsync >/dev/null; \
	  else echo 'rsync가 없어 그 시험을 건너뜁니다. 데비안이라면 apt install rsync로 설치합니다.' >&2; fi; }

# Linkbacks are tried on a real WordPress that the tests start themselves. Without it they skip with a sentence.
wordpress:
	@{ [ -f /usr/share/wordpress/wp-trackback.php ] && command -v php >/dev/null && command -v mariadbd >/dev/null; } || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo '워드프레스를 설치합니다 (처음 한 번)…' && apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
	      wordpress php-cli php-mysql php-xml php-mbstring mariadb-server >/dev/null; \
	  else echo '워드프레스가 없어 그 시험을 건너뜁니다. 데비안이라면 apt install wordpress로 설치합니다.' >&2; fi; }

lock: test-packages
	@.venv/bin/pip-compile --quiet --generate-hashes --strip-extras --no-header --no-annotate --no-emit-index-url \
	  --no-emit-trusted-host --output-file requirements.txt pyproject.toml
	@.venv/bin/pip-compile --quiet --generate-hashes --strip-extras --no-header --no-annotate --no-emit-index-url \
	  --no-emit-trusted-host --allow-unsafe --extra dev --output-file requirements-dev.txt pyproject.toml
