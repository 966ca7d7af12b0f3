#!/usr/bin/env python3
"""Runs nginx and HAProxy with the files of deploy/ in front of two nodes made of Python, and looks
at what visitors get: what was withdrawn, what is kept, who they are said to be, what happens when a
node drains, hangs or dies.

    front.py [first port]     18230 to 18249 are used

Needs nginx, haproxy, openssl and curl. Starts and ends its own processes only.
"""
import http.server
import os
import re
import shutil
import signal
import socket
import socketserver
import ssl
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
BASE = int(sys.argv[1]) if len(sys.argv) > 1 else 18230
HTTP, HTTPS, INNER, BALANCER, TLS_HTTP, TLS, PRIMARY, METRICS = range(BASE, BASE + 8)
NODES = [(BASE + 10, BASE + 11), (BASE + 12, BASE + 13)]
HOST = "www.quangtri.gov.vn"
faults = 0


def check(said, fine, seen=""):
    global faults
    faults += not fine
    print(("  ok    " if fine else "  FAULT ") + said + ("" if fine else f": {seen}"))


class Truth:
    """What both nodes know, like two nodes of one database."""

    page = (200, b"first", "public, no-cache")
    old = False  # sent while the database is away
    seen = []  # (node, method, path, headers)


class Node:
    def __init__(self, number):
        self.number, self.ready, self.slow, self.servers = number, 200, 0.0, []

    def start(self):
        node = self

        class Site(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                length = int(self.headers.get("content-length") or 0)
                while length > 0:
                    length -= len(self.rfile.read(min(length, 1 << 16)))
                Truth.seen.append((node.number, self.command, self.path, dict(self.headers.items())))
                if node.slow:
                    time.sleep(node.slow)
                status, body, cache = Truth.page
                if self.path.startswith("/cu-the"):
                    status, body, cache = 200, b"private", "no-store"
                tag = '"%d-%s"' % (status, body.decode())
                if self.headers.get("if-none-match") == tag and status == 200:
                    status, body = 304, b""
                self.send_response(status)
                self.send_header("ETag", tag)
                self.send_header("Cache-Control", cache)
                self.send_header("Vary", "accept-encoding, cookie")
                if Truth.old:
                    self.send_header("Warning", '110 - "Response is Stale"')
                if status != 304:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            do_GET = do_HEAD = do_POST = answer

            def log_message(self, *_):
                pass

        class Operations(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(node.ready)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
            allow_reuse_address, daemon_threads = True, True
            lines = None

            def process_request(self, request, address):
                self.lines = (self.lines or []) + [request]
                super().process_request(request, address)

            def handle_error(self, *_):
                pass

        for port, handler in zip(NODES[self.number], (Site, Operations)):
            server = Server(("127.0.0.1", port), handler)
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
            self.servers.append(server)

    def die(self):
        for server in self.servers:
            server.shutdown()
            server.server_close()
            for line in server.lines or []:
                try:
                    line.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
        self.servers = []


def curl(path="/tin/a", *more, port=HTTPS, host=HOST, patience="8"):
    """Status, X-Cache, body."""
    scheme = "http" if port in (HTTP, BALANCER) else "https"
    done = subprocess.run(
        ["curl", "-sk", "-m", patience, "--path-as-is", "--resolve", f"{host}:{port}:127.0.0.1", "-D", "-", *more,
         f"{scheme}://{host}:{port}{path}"], capture_output=True)
    head, _, body = done.stdout.decode("utf-8", "replace").replace("\r", "").rpartition("\n\n")
    head = head.split("\n\n")[-1]
    status = re.match(r"HTTP/\S+ (\d+)", head)
    kept = re.search(r"(?im)^x-cache: (\S+)", head)
    return int(status[1]) if status else 0, kept[1] if kept else "", body


def last():
    """The headers the last request reached a node with, names in small letters."""
    return {name.lower(): value for name, value in Truth.seen[-1][3].items()}


def read(path):
    with open(os.path.join(ROOT, "deploy", path), encoding="utf-8") as file:
        return file.read()


def lay(folder):
    """The files of deploy/ with ports and places of this run."""
    make = lambda name: os.makedirs(os.path.join(folder, name), exist_ok=True)
    for name in ("snippets", "tls", "pages", "cache", "log", "body", "proxy", "fastcgi", "uwsgi", "scgi", "acme"):
        make(name)
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=quangtri.gov.vn", "-addext", "subjectAltName=DNS:quangtri.gov.vn,DNS:*.quangtri.gov.vn",
         "-keyout", f"{folder}/tls/portal.key", "-out", f"{folder}/tls/portal.pem"], check=True, capture_output=True)
    with open(f"{folder}/tls/both.pem", "w") as both:
        for name in ("portal.pem", "portal.key"):
            with open(f"{folder}/tls/{name}") as part:
                both.write(part.read())
    for name in os.listdir(f"{ROOT}/deploy/nginx"):
        if name.endswith(".html"):
            shutil.copy(f"{ROOT}/deploy/nginx/{name}", f"{folder}/pages")
    write = lambda name, text: open(os.path.join(folder, name), "w", encoding="utf-8").write(text)
    write("snippets/portal-proxy.conf", read("nginx/portal-proxy.conf"))
    write("snippets/portal-pages.conf", read("nginx/portal-pages.conf").replace("/usr/share/portal/nginx/", f"{folder}/pages/"))
    upstream = read("nginx/upstream-three.conf").replace("127.0.0.1:8000", f"127.0.0.1:{BALANCER}")
    for number, (site, _) in enumerate(NODES, 1):
        upstream = upstream.replace(f"10.10.0.1{number}:8080", f"127.0.0.1:{site}")
    write("snippets/portal-upstream.conf", upstream)
    nginx = read("nginx/portal.conf")
    for old, new in [
        ("/etc/nginx/snippets/", f"{folder}/snippets/"), ("/etc/nginx/tls/", f"{folder}/tls/"),
        ("/var/cache/nginx/portal", f"{folder}/cache"), ("/var/log/nginx/", f"{folder}/log/"),
        ("/var/www/acme", f"{folder}/acme"),
        ("127.0.0.1:8089", f"127.0.0.1:{INNER}"), ("    8089 ", f"    {INNER} "),
    ]:
        assert old in nginx, old
        nginx = nginx.replace(old, new)
    nginx = re.sub(r"listen (\[::\]:)?80\b", lambda m: f"listen {m[1] or ''}{HTTP}", nginx)
    nginx = re.sub(r"listen (\[::\]:)?443\b", lambda m: f"listen {m[1] or ''}{HTTPS}", nginx)
    write("portal.conf", nginx)
    write("nginx.conf", f"""worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/log/error.log warn;
events {{ worker_connections 1024; }}
http {{
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  include {folder}/portal.conf;
}}
""")
    haproxy = read("haproxy/haproxy.cfg")
    for old, new in [
        ("/etc/haproxy/errors/", f"{ROOT}/deploy/haproxy/errors/"), ("    user haproxy\n", ""), ("    group haproxy\n", ""),
        ("/run/haproxy/admin.sock", f"{folder}/admin.sock"), ("maxconn 20000", "maxconn 1000"),
        ("127.0.0.1:8000", f"127.0.0.1:{BALANCER}"), ("127.0.0.1:5000", f"127.0.0.1:{PRIMARY}"),
        ("127.0.0.1:8405", f"127.0.0.1:{METRICS}"),
        (" check port 8081", " check"),
    ]:
        assert old in haproxy, old
        haproxy = haproxy.replace(old, new)
    for number, (site, operations) in enumerate(NODES, 1):
        haproxy = haproxy.replace(f"10.10.0.1{number}:8080", f"127.0.0.1:{site} port {operations}")
    write("haproxy.cfg", haproxy)
    front = read("haproxy/tls-front.cfg").replace("/etc/haproxy/tls/", f"{folder}/tls/both.pem")
    front = re.sub(r"bind :{1,3}(80|443)\b( v6only)?",
                   lambda m: f"bind {'::1' if m[2] else '127.0.0.1'}:{TLS_HTTP if m[1] == '80' else TLS}", front)
    write("tls-front.cfg", front)


def slow_head(closed):
    """Sends half a head and waits for the end of the connection."""
    begun = time.monotonic()
    line = ssl._create_unverified_context().wrap_socket(
        socket.create_connection(("127.0.0.1", HTTPS)), server_hostname=HOST)
    line.settimeout(20)
    line.sendall(b"GET / HTTP/1.1\r\nHost: www.")
    try:
        line.recv(100)
        closed.append(time.monotonic() - begun)
    except OSError:
        pass


def version_of_tls():
    """The version that is agreed on with a client that takes nothing older than 1.3."""
    context = ssl._create_unverified_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    try:
        with context.wrap_socket(socket.create_connection(("127.0.0.1", HTTPS)), server_hostname=HOST) as line:
            return line.version()
    except OSError as fault:
        return str(fault)


def wait_until(true, patience=8.0):
    begun = time.monotonic()
    while time.monotonic() - begun < patience:
        if true():
            return time.monotonic() - begun
        time.sleep(0.05)
    return None


def run(folder):
    print("configuration")
    for name, command in [
        ("nginx -t", ["nginx", "-t", "-q", "-c", f"{folder}/nginx.conf"]),
        ("haproxy -c", ["haproxy", "-c", "-q", "-f", f"{folder}/haproxy.cfg"]),
        ("haproxy -c, with TLS", ["haproxy", "-c", "-q", "-f", f"{folder}/haproxy.cfg", "-f", f"{folder}/tls-front.cfg"]),
    ]:
        done = subprocess.run(command, capture_output=True, text=True)
        check(name, done.returncode == 0, done.stderr)
        if done.returncode:
            return
    nodes = [Node(0), Node(1)]
    for node in nodes:
        node.start()
    own = [
        subprocess.Popen(["nginx", "-c", f"{folder}/nginx.conf", "-g", "daemon off;"], stderr=subprocess.DEVNULL),
        subprocess.Popen(["haproxy", "-db", "-f", f"{folder}/haproxy.cfg", "-f", f"{folder}/tls-front.cfg"],
                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL),
    ]
    try:
        wait_until(lambda: curl("/cu-the")[0] == 200)
        closed = []
        slow = threading.Thread(target=slow_head, args=(closed,))
        slow.start()
        visitors(nodes)
        withdrawal(nodes)
        read_only(folder, own[0])
        deaths(nodes)
        without_nginx()
        slow.join()
        check("who sends half a head is let go after ten seconds", closed and 9 < closed[0] < 13, closed)
    finally:
        for process in own:
            process.terminate()
        for process in own:
            process.wait(10)


def visitors(_):
    print("who asks, what is kept")
    curl("/cu-the", "-H", "X-Forwarded-For: 6.6.6.6", "-H", "Forwarded: for=6.6.6.6", "-H", "X-Real-IP: 6.6.6.6",
         "-H", "X-Forwarded-Host: xau.vn", "-H", "Upgrade: h2c")
    told = last()
    check("a forged address reaches no node", "6.6.6.6" not in str(told) and told.get("x-forwarded-for") == "127.0.0.1", told)
    check("nor another host or protocol", "xau.vn" not in str(told) and "upgrade" not in told and told["host"] == HOST, told)
    curl("/cu-the", "-H", "Cookie: _ga=1; theme=x")
    check("foreign cookies are cut off", "cookie" not in last(), last())
    curl("/quan-tri", "-H", "Cookie: _ga=1; __Host-session=abc")
    check("a session passes", "__Host-session=abc" in last().get("cookie", ""), last())
    first, second = curl("/tin/b"), curl("/tin/b")
    check("a public page is kept and asked about again", (first[1], second[1]) == ("MISS", "REVALIDATED"), (first, second))
    got = curl("/tin/b", "-H", 'If-None-Match: "200-first"')
    check("who has it gets 304", got[0] == 304, got)
    got = curl("/tin/b", "-H", "Cookie: __Host-session=abc")
    check("who is signed in is not answered from the cache", got[1] == "BYPASS", got)
    got = curl("/cu-the"), curl("/cu-the")
    check("what is private is not kept", got[1][1] == "MISS", got)
    got = curl("/tin/b?utm_source=x"), curl("/tin/b?utm_source=x"), curl("/van-ban?trang=2"), curl("/van-ban?trang=2")
    check("made-up parameters are answered and not kept", [g[1] for g in got] == ["BYPASS", "BYPASS", "MISS", "REVALIDATED"], got)
    got = version_of_tls()
    check("TLS 1.3 is offered", got == "TLSv1.3", got)
    got = curl("/", host="www.example.com")
    check("another's name gets no answer", got[0] == 0, got)
    got = curl("/tin/b", port=HTTP)
    check("HTTP leads to HTTPS", got[0] == 308, got)
    many = open(os.path.join(tempfile.gettempdir(), f"portal-front-{os.getpid()}"), "w+b")
    try:
        many.truncate(3_000_000)
        form = curl("/dang-nhap", "--data-binary", f"@{many.name}")
        sent = curl("/kien-nghi/gui", "--data-binary", f"@{many.name}")
        english = curl("/en/kien-nghi/gui", "--data-binary", f"@{many.name}")
        check("3 MB: refused with a page at a form, taken where files are sent",
              form[0] == 413 and "quá lớn" in form[2] and sent[0] == english[0] == 200, (form, sent[0], english[0]))
        got = [curl(path, "--data-binary", f"@{many.name}")[0] for path in (
            "/quan-tri/tep", "/quan-tri/yeu-cau-thong-tin/7/tep", "/quan-tri/lay-y-kien/7/tep", "/quan-tri/lay-y-kien/7/van-ban/tep",
            "/quan-tri/kien-nghi/moi", "/quan-tri/kien-nghi/7/tra-loi", "/kien-nghi/theo-doi/AB-1/bo-sung",
            "/lay-y-kien/7/gop-y", "/lay-y-kien/moi/abc")]
        check("so it is at every form with files", set(got) == {200}, got)
    finally:
        many.close()
        os.unlink(many.name)


def withdrawal(_):
    print("what was withdrawn")
    Truth.page = (200, b"second", "public, max-age=0, stale-while-revalidate=60, stale-if-error=86400")
    got = curl("/tin/b")
    check("a change is seen by the next visitor", got[2] == "second", got)
    Truth.old = True
    during = curl("/tin/cu"), curl("/tin/cu")
    Truth.old = False
    after = curl("/tin/cu")
    check("a page sent as old is passed on and not kept", [g[1] for g in (*during, after)] == ["MISS"] * 3, (during, after))
    Truth.page = (410, b"withdrawn", "public, no-cache")
    got = [curl("/tin/b")[0] for _ in range(3)]
    check("so is a withdrawal", got == [410] * 3, got)
    Truth.page = (503, b"suspended", "no-store")
    got = curl("/tin/b")
    check("a suspended site's own 503 is passed on", got[0] == 503 and got[2] == "suspended", got)
    Truth.page = (200, b"third", "public, no-cache")
    curl("/tin/c")
    Truth.page = (404, b"gone", "no-store")
    curl("/tin/c")
    Truth.page = (200, b"first", "public, no-cache")
    curl("/tin/d")


def read_only(folder, nginx):
    print("read-only")
    file = f"{folder}/snippets/portal-readonly.conf"
    shutil.copy(f"{ROOT}/deploy/nginx/portal-readonly.conf", file)
    nginx.send_signal(signal.SIGHUP)
    # The old worker goes on for a moment.
    time.sleep(1)
    got = curl("/dang-nhap", "--data", "a=b"), curl("/tin/d")
    check("forms are refused with a page, reading goes on",
          got[0][0] == 503 and "113" in got[0][2] and got[1][0] == 200, got)
    os.unlink(file)
    nginx.send_signal(signal.SIGHUP)
    check("and taken again", wait_until(lambda: curl("/dang-nhap", "--data", "a=b")[0] == 200) is not None)


def deaths(nodes):
    print("nodes that drain, hang, die")
    nodes[0].ready = 503
    time.sleep(3)
    Truth.seen.clear()
    for _ in range(10):
        curl("/cu-the")
    check("a draining node is out", {seen[0] for seen in Truth.seen} == {1}, [s[0] for s in Truth.seen])
    nodes[0].ready = 200
    time.sleep(4)
    Truth.seen.clear()
    for _ in range(10):
        curl("/cu-the")
    check("and in again", {seen[0] for seen in Truth.seen} == {0, 1}, [s[0] for s in Truth.seen])
    nodes[0].die()
    got, begun = [], time.monotonic()
    for number in range(40):
        got.append(curl("/cu-the", *(["--data", "a=b"] if number % 4 == 0 else [])))
    check("a node dies: every visitor is answered by the other, forms too", {g[0] for g in got} == {200}, got)
    print(f"        40 requests in {time.monotonic() - begun:.1f} s")
    Truth.seen.clear()
    nodes[1].slow = 3.0
    curl("/cu-the", "--data", "a=b", patience="1")
    nodes[1].slow = 0.0
    time.sleep(3)
    sent = [seen for seen in Truth.seen if seen[1] == "POST"]
    check("a form that was sent is not sent again", len(sent) == 1, len(sent))
    nodes[1].die()
    got = curl("/tin/d")
    check("no node: what was kept goes out", got[0] == 200 and got[1] == "STALE", got)
    got = curl("/tin/b"), curl("/tin/c")
    check("what was withdrawn does not come back", (got[0][0], got[1][0]) == (410, 404), got)
    got = curl("/tin/e"), curl("/tin/d", "-H", "Cookie: __Host-session=abc"), curl("/dang-nhap", "--data", "a=b")
    check("anything else says so, with whom to call", {g[0] for g in got} == {502} and all("113" in g[2] for g in got), got)
    time.sleep(3)
    got = curl("/tin/d")
    check("also once HAProxy knows", got[0] == 200 and got[1] == "STALE", got)
    for node in nodes:
        node.start()
    took = wait_until(lambda: curl("/tin/d")[1] == "REVALIDATED")
    check("the nodes are back", took is not None)
    print(f"        {took or 0:.1f} s after they were")


def without_nginx():
    print("TLS at HAProxy")
    got = curl("/cu-the", "-H", "X-Forwarded-For: 6.6.6.6", "-H", "Cookie: _ga=1", port=TLS)
    check("a page", got[0] == 200, got)
    told = last()
    check("the address is said anew, foreign cookies are cut off",
          told.get("x-forwarded-for") == "127.0.0.1" and "cookie" not in told, told)
    got = curl("/", host="www.example.com", port=TLS, patience="2")
    check("another's name gets no answer", got[0] == 0, got)


def taken():
    """Ports of ours that somebody else has."""
    ours = [*range(BASE, BASE + 9), *(port for node in NODES for port in node)]
    found = []
    for port in ours:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                found.append(port)
    return found


if __name__ == "__main__":
    if taken():
        sys.exit(f"ports {taken()} are taken; name another first port")
    place = tempfile.mkdtemp(prefix="portal-front-")
    os.chmod(place, 0o755)
    try:
        lay(place)
        run(place)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    sys.exit(1 if faults else 0)
