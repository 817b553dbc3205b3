"""A real WordPress on loopback: Debian's package, PHP's own web server and a MariaDB in a private folder."""

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

CORE = Path("/usr/share/wordpress")
NEEDED = ("php", "mariadbd", "mariadb-install-db", "mariadb")
SENTENCE = (
    "WordPress is not installed and this test needs it"
    " (Debian: apt install --no-install-recommends wordpress php-cli php-mysql php-xml mariadb-server)"
)
HOST = "127.0.0.5"

_CONFIG = """<?php
define('DB_NAME', 'wp'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{socket}'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('WP_HOME', '{base}'); define('WP_SITEURL', '{base}');
define('DISABLE_WP_CRON', true); define('WP_HTTP_BLOCK_EXTERNAL', false);
define('WP_CONTENT_DIR', '{folder}/wp-content'); define('AUTOMATIC_UPDATER_DISABLED', true);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""
# A theme as old themes are: it prints the RDF of the TrackBack where the post says so. The plugin lets WordPress fetch
# from loopback, where our pages are in this test, and takes comments without a moderator.
_THEME = """<?php if (have_posts()) : while (have_posts()) : the_post(); ?>
<!doctype html><html><head><title><?php the_title(); ?></title><?php wp_head(); ?></head><body>
<h1><?php the_title(); ?></h1><?php the_content(); ?>
<?php if (get_post_meta(get_the_ID(), 'rdf', true)) { echo '<!--'; trackback_rdf(); echo '-->'; } ?>
<?php foreach (get_comments(array('post_id' => get_the_ID(), 'status' => 'approve')) as $c) : ?>
<p><a href="<?php echo esc_url($c->comment_author_url); ?>"><?php echo esc_html($c->comment_author); ?></a></p>
<?php endforeach; ?></body></html>
<?php endwhile; endif; ?>
"""
_PLUGIN = """<?php
add_filter('http_request_host_is_external', '__return_true');
add_filter('http_allowed_safe_ports', function ($ports, $host, $url) {
  $ports[] = (int) parse_url($url, PHP_URL_PORT); return $ports; }, 10, 3);
add_filter('pre_comment_approved', function ($approved) { return is_wp_error($approved) ? $approved : 1; });
add_action('wp', function () {
  if (is_singular() && get_post_meta(get_the_ID(), 'rdf', true)) {
    add_filter('wp_headers', function ($h) { return $h; }); header_remove('X-Pingback'); } });
"""
_ROUTER = """<?php
$path = __DIR__ . urldecode(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
if (is_file($path) && substr($path, -4) === '.php') { $_SERVER['SCRIPT_NAME'] = substr($path, strlen(__DIR__));
  $_SERVER['SCRIPT_FILENAME'] = $path; chdir(dirname($path)); require $path; return true; }
if (is_file($path)) return false;
$_SERVER['SCRIPT_NAME'] = '/index.php'; chdir(__DIR__); require __DIR__ . '/index.php';
"""


def needed():
    """Skip with a sentence where there is no WordPress; fail where CI wants proof."""
    if (CORE / "wp-trackback.php").is_file() and all(shutil.which(name) for name in NEEDED):
        return
    if os.environ.get("CI"):
        pytest.fail(SENTENCE)
    pytest.skip(SENTENCE)


class WordPress:
    """A blog that can be written to and asked."""

    def __init__(self, folder, base):
        self.folder, self.base = folder, base

    def post(self, title, *, rdf=False, ping="open"):
        """Write a post and return (id, permalink) as WordPress spells it."""
        return self._php(
            f"$id = wp_insert_post(array('post_title' => {_text(title)}, 'post_content' => '글',"
            f" 'post_status' => 'publish', 'ping_status' => '{ping}', 'comment_status' => 'open'));"
            + ("update_post_meta($id, 'rdf', 1);" if rdf else "")
            + "echo json_encode(array($id, get_permalink($id)));"
        )

    def comments(self, post):
        """Return (type, author, address, text) of every comment of a post, in the order written."""
        return self._php(
            f"$asked = array('post_id' => {post}, 'order' => 'ASC', 'status' => 'all');"
            " $found = array(); foreach (get_comments($asked) as $c)"
            " $found[] = array($c->comment_type, $c->comment_author, $c->comment_author_url, $c->comment_content);"
            " echo json_encode($found);"
        )

    def forget_comments(self):
        """Make every comment older than the throttle, so that one test does not slow down the next."""
        self._php(
            "global $wpdb; $wpdb->query(\"UPDATE $wpdb->comments SET comment_date_gmt = '2020-01-01 00:00:00'\");"
            " echo 1;"
        )

    def _php(self, code):
        text = f"<?php $_SERVER['HTTP_HOST'] = '{self.base[7:]}'; require '{self.folder}/wp-load.php'; {code}"
        done = subprocess.run(["php"], input=text, capture_output=True, text=True, check=True)
        return json.loads(done.stdout[done.stdout.index("[") :] if "[" in done.stdout else done.stdout or "1")


def _text(words):
    return "'" + words.replace("\\", "\\\\").replace("'", "\\'") + "'"


@contextmanager
def running():
    """Start a fresh blog and yield it."""
    needed()
    folder = Path(tempfile.mkdtemp(prefix="sinmungo-wp-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        database = _database(folder, stack)
        with socket.socket() as free:
            free.bind((HOST, 0))
            port = free.getsockname()[1]
        base, site = f"http://{HOST}:{port}", folder / "site"
        shutil.copytree(CORE, site, ignore=shutil.ignore_patterns("wp-config.php", "wp-content"))
        for path, text in {
            "wp-config.php": _CONFIG.format(socket=database, base=base, folder=site),
            "router.php": _ROUTER,
            "wp-content/themes/old/index.php": _THEME,
            "wp-content/themes/old/style.css": "/* Theme Name: Old */",
            "wp-content/mu-plugins/loopback.php": _PLUGIN,
        }.items():
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_text(text, encoding="utf-8")
        install = (
            f"<?php define('WP_INSTALLING', true); $_SERVER['HTTP_HOST'] = '{base[7:]}'; require '{site}/wp-load.php';"
            " require ABSPATH . 'wp-admin/includes/upgrade.php'; add_filter('pre_wp_mail', '__return_true');"
            " wp_install('불만 블로그', 'owner', 'owner@blog.example', true, '', 'secret');"
            " switch_theme('old'); update_option('permalink_structure', '/%postname%/');"
            " update_option('comment_moderation', 0); global $wp_rewrite; $wp_rewrite->init(); flush_rewrite_rules();"
        )
        subprocess.run(["php"], input=install, text=True, check=True, stdout=subprocess.DEVNULL)
        web = subprocess.Popen(
            ["php", "-q", "-S", f"{HOST}:{port}", "-t", str(site), str(site / "router.php")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PHP_CLI_SERVER_WORKERS": "4"},
            start_new_session=True,
        )
        # Its workers are processes of their own.
        stack.callback(_stop, web, whole_group=True)
        _wait_for(lambda: socket.create_connection((HOST, port), 1).close())
        yield WordPress(site, base)


def _database(folder, stack):
    data, path = folder / "data", folder / "sock"
    user = ["--user=root"] if os.geteuid() == 0 else []
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    install = ["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal"]
    subprocess.run([*install, *user, "--skip-test-db"], check=True, **quiet)
    server = subprocess.Popen(
        ["mariadbd", "--no-defaults", f"--datadir={data}", f"--socket={path}", "--skip-networking",
         "--innodb-flush-log-at-trx-commit=0", f"--pid-file={folder}/pid", *user],
        **quiet,
    )  # fmt: skip
    stack.callback(_stop, server)
    make = ["mariadb", "--no-defaults", f"--socket={path}", "-uroot", "-e", "CREATE DATABASE wp"]
    _wait_for(lambda: subprocess.run(make, check=True, **quiet))
    return path


def _stop(process, *, whole_group=False):
    if whole_group:
        os.killpg(process.pid, signal.SIGTERM)
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_for(succeeds):
    for _ in range(150):
        try:
            return succeeds()
        except (OSError, subprocess.CalledProcessError):
            time.sleep(0.2)
    raise TimeoutError("the server did not start")
