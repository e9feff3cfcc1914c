"""Sends with the published Python clients: `send.py CLIENT KEY ORIGIN SECURE_ORIGIN`. Prints nothing if all went well."""

import sys
from urllib.parse import urlsplit

client, key, origin, secure_origin = sys.argv[1:5]
errors = []


def fail(error, *_):
    errors.append(error)


if client == "segment-analytics-python":
    from segment.analytics.client import Client

    analytics = Client(write_key=key, host=origin, gzip=True, on_error=fail, max_retries=5)
    analytics.identify("py-segment", {"email": "p@example.com"})
    analytics.track("py-segment", "Charged", {"total": 3})
    analytics.page("py-segment", "Docs", "Pricing")
    analytics.group("py-segment", "acme", {"plan": "team"})
    analytics.flush()
    analytics.join()
elif client == "rudder-sdk-python":
    from rudderstack.analytics.client import Client

    analytics = Client(write_key=key, host=origin, on_error=fail)
    analytics.identify("py-rudder", {"email": "p@example.com"})
    analytics.track("py-rudder", "Charged", {"total": 3})
    analytics.page("py-rudder", "Docs", "Pricing")
    analytics.group("py-rudder", "acme", {"plan": "team"})
    analytics.flush()
    analytics.join()
elif client == "posthog":
    from posthog import Posthog

    posthog = Posthog(key, host=origin, gzip=True, on_error=fail)
    posthog.set(distinct_id="py-posthog", properties={"email": "p@example.com"})
    posthog.capture("Charged", distinct_id="py-posthog", properties={"total": 3})
    posthog.capture("$pageview", distinct_id="py-posthog", properties={"$current_url": "/x"})
    if posthog.feature_enabled("new", "py-posthog"):
        fail("there are no flags")
    posthog.flush()
    posthog.shutdown()
elif client == "customerio":
    import urllib3
    from customerio import CustomerIO

    urllib3.disable_warnings()
    parts = urlsplit(secure_origin)
    with CustomerIO("ANY", key, host=parts.hostname, port=parts.port) as customerio:
        customerio.http.trust_env = False
        customerio.http.verify = False  # nobody signed the certificate
        customerio.identify(id="py-customerio", email="p@example.com")
        customerio.track(customer_id="py-customerio", name="Charged", data={"total": 3})
        customerio.pageview(customer_id="py-customerio", page="/pricing")
        customerio.add_device(customer_id="py-customerio", device_id="py-token", platform="android")
        customerio.track_anonymous(anonymous_id="py-visitor", name="Saw")
else:
    fail(f"unknown client {client}")

if errors:
    sys.exit(f"{client}: {errors}")
