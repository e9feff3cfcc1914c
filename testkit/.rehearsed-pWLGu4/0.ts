import { expect } from 'vitest';
import { Journey } from '../../journey/document.ts';
import { Segment } from '../../journey/segments/segment.ts';
import { instant } from '../../journey/time.ts';
import { scenario } from '../../testkit/scenario.ts';

const JOURNEY = Journey.parse({
  "schema": 1,
  "id": "abandoned-cart",
  "name": "Abandoned cart",
  "description": "Reminds people of what they left in their cart, on three channels, until they pay.",
  "labels": [
    "revenue"
  ],
  "goals": [
    {
      "id": "purchase",
      "event": "Charged",
      "exits": true,
      "window": {
        "for": "7d",
        "from": "last-send"
      }
    }
  ],
  "exits": [],
  "entry": {
    "type": "inaction",
    "event": "Added to Cart",
    "without": {
      "event": "Charged"
    },
    "within": "2m",
    "reentry": {
      "policy": "never"
    },
    "controlGroup": 0
  },
  "timeZone": "Europe/Amsterdam",
  "quietHours": [],
  "frequencyCaps": [],
  "priority": 3,
  "onPause": "hold-clock",
  "start": "push",
  "nodes": {
    "push": {
      "type": "message",
      "channel": "push",
      "template": "free-shipping",
      "content": {
        "title": "Your {{ context.entry.product | default: 'cart' }} is waiting",
        "text": "{{ profile.firstName | default: 'Hello' }}, we ship it free of charge today."
      },
      "tags": [],
      "transactional": false,
      "then": "two-hours"
    },
    "two-hours": {
      "type": "delay",
      "for": "2h",
      "then": "sms"
    },
    "sms": {
      "type": "message",
      "channel": "sms",
      "template": "ten-percent-off",
      "content": {
        "text": "10 % off {{ context.entry.product | default: 'your cart' }}: {{ context.entry.price | times: 0.9 | round: 2 }} instead of {{ context.entry.price }} euros. {{ context.entry.url }}"
      },
      "tags": [],
      "transactional": false,
      "then": "two-more-hours"
    },
    "two-more-hours": {
      "type": "delay",
      "for": "2h",
      "then": "email"
    },
    "email": {
      "type": "message",
      "channel": "email",
      "template": "last-reminder",
      "content": {
        "subject": "{{ profile.firstName | default: 'Hello' }}, your {{ context.entry.product | default: 'cart' }} is still there",
        "html": "<p>We keep it until tonight.</p><p><a href=\"{{ context.entry.url }}\">Back to the cart</a></p>"
      },
      "tags": [],
      "transactional": false,
      "then": "done"
    },
    "done": {
      "type": "exit",
      "reason": "completed"
    }
  }
});
const SEGMENTS = [].map((each) => Segment.parse(each));
const BEGINS = instant(Date.parse('2026-11-26T20:30:00.000Z'));

scenario(
  "Abandoned cart, as rehearsed",
  JOURNEY,
  async (t) => {
    await t.identify({"email":"ana@example.com","phone":"+31612345678","pushToken":"token","consent":{"sms":true}});
    await t.track("Added to Cart", {"cartId":"c1","price":20});
    await t.at(120001 /* +2m1ms */);
    await t.provider("sms", {"type":"rejected","reason":"no such number"});
    await t.at(7319999 /* +2h1m59s999ms */);
    await t.at(7320001 /* +2h2m1ms */);
    await t.at(14520000 /* +4h2m */);
    await t.track("Charged", {"cartId":"c1"});
    expect(t.messages().map(({ channel }) => channel)).toEqual(["push"]);
    expect(t.trace()).toEqual([
      "+2m push wait: send-decided",
      "+2m push → sent: sent",
      "+2m two-hours wait: delay-began",
      "+2h2m two-hours → done: time-passed",
      "+2h2m sms wait: send-decided",
      "+2h2m sms → failed: send-failed",
      "+2h2m two-more-hours wait: delay-began",
      "+4h2m two-more-hours exit: goal-before-send",
    ]);
  },
  SEGMENTS,
  BEGINS,
);
