import { expect } from 'vitest';
import { Journey } from '../../journey/document.ts';
import { Segment } from '../../journey/segments/segment.ts';
import { instant } from '../../journey/time.ts';
import { scenario } from '../../testkit/scenario.ts';

const JOURNEY = Journey.parse({
  "schema": 1,
  "id": "loyalty-onboarding",
  "name": "Loyalty onboarding",
  "description": "Welcomes new members of the loyalty programme, and brings them into the app.",
  "labels": [
    "onboarding"
  ],
  "goals": [
    {
      "id": "activated",
      "event": "App Opened",
      "exits": true
    }
  ],
  "exits": [],
  "entry": {
    "type": "segment",
    "segment": "new-loyalty-members",
    "on": "joins",
    "existing": false,
    "reentry": {
      "policy": "never"
    },
    "controlGroup": 0
  },
  "timeZone": "Europe/Amsterdam",
  "quietHours": [
    {
      "from": "21:00",
      "to": "09:00",
      "weekdays": [],
      "channels": [
        "sms"
      ],
      "policy": "hold"
    }
  ],
  "frequencyCaps": [],
  "priority": 3,
  "onPause": "hold-clock",
  "start": "welcome",
  "nodes": {
    "welcome": {
      "type": "message",
      "channel": "email",
      "template": "loyalty-welcome",
      "content": {
        "subject": "Welcome, {{ profile.firstName | default: 'friend' }}",
        "html": "<p>Open the app to see your first points.</p>"
      },
      "tags": [],
      "transactional": false,
      "then": "first-day"
    },
    "first-day": {
      "type": "waitFor",
      "events": {
        "opened": {
          "event": "App Opened"
        }
      },
      "timeout": "24h",
      "since": "previous",
      "name": "A day to open the app",
      "links": {
        "opened": "done",
        "timeout": "reachable"
      }
    },
    "reachable": {
      "type": "branch",
      "rules": [
        {
          "port": "sms",
          "when": {
            "all": [
              {
                "path": "profile.phone",
                "op": "exists"
              },
              {
                "path": "profile.consent.sms",
                "op": "=",
                "value": true
              }
            ]
          }
        }
      ],
      "name": "A mobile number, and consent to use it?",
      "links": {
        "sms": "nudge",
        "otherwise": "reminder"
      }
    },
    "nudge": {
      "type": "message",
      "channel": "sms",
      "template": "loyalty-nudge",
      "content": {
        "text": "Your first points wait in the app."
      },
      "tags": [],
      "transactional": false,
      "then": "done"
    },
    "reminder": {
      "type": "message",
      "channel": "email",
      "template": "loyalty-reminder",
      "content": {
        "subject": "Your points wait",
        "html": "<p>They are in the app.</p>"
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
const SEGMENTS = [
  {
    "schema": 1,
    "id": "new-loyalty-members",
    "name": "New loyalty members",
    "condition": {
      "did": "Loyalty Joined",
      "atLeast": 1,
      "within": "30d"
    }
  }
].map((each) => Segment.parse(each));
const BEGINS = instant(Date.parse('2026-11-26T20:30:00.000Z'));

scenario(
  "Loyalty onboarding, as rehearsed",
  JOURNEY,
  async (t) => {
    await t.identify({"email":"ana@example.com","phone":"+31612345678","pushToken":"token","consent":{"sms":true}});
    await t.track("Loyalty Joined", {});
    await t.at(86400001 /* +1d1ms */);
    await t.identify({"phone":"+31687654321"});
    await t.at(172800000 /* +2d */);
    expect(t.messages().map(({ channel }) => channel)).toEqual(["email","sms"]);
    expect(t.trace()).toEqual([
      "+0 welcome wait: send-decided",
      "+0 welcome → sent: sent",
      "+0 first-day wait: waiting-for-events",
      "+1d first-day → timeout: timed-out",
      "+1d reachable → sms: rule-holds",
      "+1d nudge hold: quiet-hours",
      "+1d11h30m nudge wait: quiet-hours-over",
      "+1d11h30m nudge → sent: sent",
      "+1d11h30m done exit: path-ended",
    ]);
  },
  SEGMENTS,
  BEGINS,
);
