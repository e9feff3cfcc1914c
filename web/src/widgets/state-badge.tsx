import {
  IconArchive,
  IconCircle,
  IconCircleCheck,
  IconCircleFilled,
  IconClock,
  IconPlayerPauseFilled,
  IconSquareFilled,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { JourneyState } from '../client/client';
import { words } from '../words';
import styles from './state-badge.module.css';

type Icon = ComponentType<{ readonly size: number; readonly 'aria-hidden': true }>;

const LOOKS: Readonly<Record<JourneyState, { readonly tone: string; readonly Icon: Icon }>> = {
  running: { tone: 'ok', Icon: IconCircleFilled },
  paused: { tone: 'warn', Icon: IconPlayerPauseFilled },
  scheduled: { tone: 'info', Icon: IconClock },
  draft: { tone: 'idle', Icon: IconCircle },
  completed: { tone: 'idle', Icon: IconCircleCheck },
  stopped: { tone: 'bad', Icon: IconSquareFilled },
  archived: { tone: 'idle', Icon: IconArchive },
};

/** Shows a state by word and shape, with color as an addition. */
export function StateBadge({ state, version }: { readonly state: JourneyState; readonly version: number | null }) {
  const { tone, Icon } = LOOKS[state];
  return (
    <span className={styles.state} data-tone={tone}>
      <Icon size={12} aria-hidden />
      {words.states[state]}
      {version !== null && ` v${version}`}
    </span>
  );
}
