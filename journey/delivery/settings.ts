import { z } from 'zod';
import { list, record, text } from '../base/bounded.ts';
import { MOST } from '../base/limits.ts';
import { DateOrder, TimeZone } from '../time/time.ts';
import { CONSENT_MODES, ConsentModes } from './consent-modes.ts';
import { FrequencyCap } from './frequency-caps.ts';
import { Country } from './phone-number.ts';
import { QuietHours } from './quiet-hours.ts';
import { Topic } from './topic.ts';
import { SmsTracking, Tracking } from './tracking.ts';

/** Users who get no marketing messages, so that you can measure the effect of all journeys. */
export const ControlGroup = z
  .strictObject({
    percent: z.int().min(1).max(50).describe('Share of all users, in percent'),
    salt: text(MOST.slug).default('').describe('Change it to choose different users'),
  })
  .meta({
    id: 'ControlGroup',
    description:
      'Users who get no marketing messages from any journey. They still get transactional messages. The same users stay in the group.',
  });
export type ControlGroup = z.infer<typeof ControlGroup>;

/** A topic that users can subscribe to and unsubscribe from. */
export const TopicSetting = z
  .strictObject({
    id: Topic,
    names: record(text(MOST.label, { min: 2 }), text(MOST.name, { min: 1 }), { max: MOST.topicNames })
      .default({})
      .describe('Name by language, such as `en` or `pt-BR`, for the preference page'),
    default: z
      .enum(CONSENT_MODES)
      .default('opt-out')
      .describe(
        '`opt-in`: messages about the topic are sent only after a yes to it. `opt-out`: messages are sent unless there is a no.',
      ),
  })
  .meta({ id: 'TopicSetting', description: 'A topic that users can subscribe to and unsubscribe from' });
export type TopicSetting = z.infer<typeof TopicSetting>;

/**
 * Settings of a workspace. Quiet hours, frequency caps, topics, consent and the control group bind every journey from
 * its next decision on ([decision 50](../../docs/decisions/0050-workspace-policies-bind-every-journey.md)). The time
 * zone and the country of phone numbers are what new journeys start with.
 */
export const Settings = z
  .strictObject({
    timeZone: TimeZone.optional().describe(
      'Time zone for reports, new journeys, and quiet hours of users without a time zone',
    ),
    dateOrder: DateOrder.optional().describe(
      'How dates such as `03/10/2026` are written, in traits and events. Applies to journeys and segments that are published or saved from now on.',
    ),
    phoneCountry: Country.optional().describe(
      'Default for new journeys: country of phone numbers without a country code',
    ),
    quietHours: list(QuietHours, MOST.quietHours)
      .default([])
      .describe(
        "Applies to all journeys, in addition to their own quiet hours. Uses the user's time zone, or the workspace's if the user has none.",
      ),
    frequencyCaps: list(FrequencyCap, MOST.frequencyCaps)
      .default([])
      .describe('Applies to all journeys, in addition to their own caps'),
    controlGroup: ControlGroup.optional(),
    topics: list(TopicSetting, MOST.topics).default([]).describe('Topics that messages can be about'),
    consent: ConsentModes.optional().describe('Channels that need a yes. Applies to all journeys.'),
    tracking: z
      .strictObject({ email: Tracking.optional(), sms: SmsTracking.optional() })
      .optional()
      .describe('What is tracked in messages, by channel. Applies to all journeys.'),
  })
  .meta({ id: 'Settings', description: 'Settings of the workspace. Its policies bind every journey.' });
export type Settings = z.infer<typeof Settings>;
/** Settings as callers send them. */
export type SettingsInput = z.input<typeof Settings>;

/** Parses a partial change of the settings. Missing fields stay missing. */
export function readChange(change: SettingsInput): Partial<Settings> {
  const read = Settings.parse(change);
  return Object.fromEntries(Object.entries(read).filter(([name]) => Object.hasOwn(change, name)));
}

/** Returns the JSON Schema (draft 2020-12) of the settings. The web app generates their form from it. */
export const settingsJsonSchema = () =>
  z.toJSONSchema(Settings, { target: 'draft-2020-12', io: 'input', reused: 'inline' });
