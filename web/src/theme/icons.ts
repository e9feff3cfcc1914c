import {
  IconApi,
  IconArrowsSplit,
  IconBell,
  IconBrandWhatsapp,
  IconBrowser,
  IconCalendarEvent,
  IconClockHour4,
  IconCode,
  IconDeviceMobile,
  IconDoorEnter,
  IconDoorExit,
  IconGitBranch,
  IconHourglass,
  IconMail,
  IconMessage,
  IconPointer,
  IconQuestionMark,
  IconRoute2,
  IconSparkles,
  IconUserEdit,
  IconWebhook,
  IconZzz,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Family } from '../../../journey/nodes/define';

type Icon = ComponentType<{ readonly size?: number; readonly stroke?: number; readonly 'aria-hidden'?: boolean }>;

/** Icons by the names that node files use. An unknown name gets the icon of its family. */
const ICONS: Readonly<Record<string, Icon>> = {
  email: IconMail,
  sms: IconMessage,
  whatsapp: IconBrandWhatsapp,
  push: IconBell,
  webPush: IconBrowser,
  inApp: IconDeviceMobile,
  webhook: IconWebhook,
  delay: IconHourglass,
  date: IconCalendarEvent,
  event: IconPointer,
  inaction: IconZzz,
  clock: IconClockHour4,
  branch: IconGitBranch,
  split: IconArrowsSplit,
  intelli: IconSparkles,
  profile: IconUserEdit,
  activity: IconCode,
  journey: IconRoute2,
  exit: IconDoorExit,
  entry: IconDoorEnter,
};

const OF_FAMILY: Readonly<Record<Family, Icon>> = {
  channel: IconMessage,
  wait: IconHourglass,
  decision: IconGitBranch,
  action: IconApi,
  end: IconDoorExit,
};

export const iconOf = (name: string, family: Family | undefined): Icon =>
  ICONS[name] ?? (family === undefined ? IconQuestionMark : OF_FAMILY[family]);
