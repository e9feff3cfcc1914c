import type { Family } from '../../../journey/nodes/define';
import { iconOf } from '../theme/icons';
import styles from './tile.module.css';

/** A node's picture on its family's shape and colour. */
export function Tile({ icon, family }: { readonly icon: string; readonly family: Family | 'entry' | undefined }) {
  const Icon = iconOf(icon, family === 'entry' ? undefined : family);
  return (
    <span className={styles.tile} data-family={family ?? 'end'}>
      <Icon size={16} stroke={1.6} aria-hidden />
    </span>
  );
}
