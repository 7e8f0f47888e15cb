"""A payment provider for tests: a real server that takes orders and signs what it tells."""

import json
import threading
import urllib.error
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from kept.records.payments.provider import signed

TOKEN, SECRET = "token of the house", "secret of the house"


class PaymentHouse:
    """What was asked of the provider; the same key is one order however often it comes."""

    def __init__(self):
        self.orders = {}
        self.refunds = {}
        self.visits = []  # which page somebody opened, and from where they say they came
        self.is_down = False
        self.sends_to = ""  # where it says that the answer is
        self.tokens_elsewhere = []  # what came there
        self.names = ""  # what it calls an order, in place of a short name
        self.url = ""

    def take(self, what, key, said):
        """Answer an order."""
        if what == "checkouts":
            made = {"id": self.names or f"co-{len(self.orders) + 1}", "said": said}
            order = self.orders.setdefault(key, made)
            return {"id": order["id"], "url": f"{self.url}/pay/{order['id']}"}
        made = {"id": f"re-{len(self.refunds) + 1}", "said": said}
        return {"id": self.refunds.setdefault(key, made)["id"]}

    def message(self, checkout, amount, *, event="ev-1", capture="ca-1", at, currency="CNY"):
        """Return what it tells of a payment."""
        return json.dumps({
            "type": "payment.captured",
            "event": event,
            "checkout": checkout,
            "capture": capture,
            "amount": amount,
            "currency": currency,
            "at": at.isoformat(),
        }).encode()  # fmt: skip


def signature(body, at, secret=SECRET):
    """Return the header that goes with a message."""
    stamp = str(int(at.timestamp()))
    return f"{stamp}.{signed(secret, stamp, body)}"


def tell(url, body, header):
    """Send a message over HTTP; return the status of the answer."""
    request = urllib.request.Request(url, data=body, headers={"Kept-Signature": header})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


@contextmanager
def payment_house():
    """Run the provider on a port of its own."""
    house = PaymentHouse()

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self):
            said = self.rfile.read(int(self.headers["Content-Length"]))
            if house.is_down or self.headers["Authorization"] != f"Bearer {TOKEN}":
                self.send_error(503 if house.is_down else 401)
                return
            if house.sends_to:
                self.send_response(302)
                self.send_header("Location", house.sends_to)
                self.end_headers()
                return
            answer = house.take(
                self.path.strip("/"), self.headers["Idempotency-Key"], json.loads(said)
            )
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def do_GET(self):
            if self.path.startswith("/pay/"):
                house.visits.append((self.path, self.headers["Referer"]))
            if self.path == "/elsewhere":
                house.tokens_elsewhere.append(self.headers["Authorization"])
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>House</title><h1>Pay here</h1>")

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    house.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield house
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
