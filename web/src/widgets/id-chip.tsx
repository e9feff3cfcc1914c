import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { words } from '../words';
import styles from './id-chip.module.css';
import { look } from './look';

const SHOWN_MS = 2_000;

interface IdChipProps {
  readonly id: string;
  /** The Journey ID, unless it is another. */
  readonly what?: string;
}

/** An ID: what something is called in every address, report and log. A click copies it. */
export function IdChip({ id, what = words.id.journey }: IdChipProps) {
  const [said, setSaid] = useState('');
  const copy = async () => {
    const isCopied = await navigator.clipboard.writeText(id).then(
      () => true,
      () => false,
    );
    setSaid(isCopied ? words.id.copied(id) : words.id.failed);
    setTimeout(() => setSaid(''), SHOWN_MS);
  };
  const Icon = said === words.id.copied(id) ? IconCheck : IconCopy;
  return (
    <>
      <button
        className={`${styles.id} ${look.mono}`}
        type="button"
        data-copy
        aria-label={words.id.copy(what, id)}
        title={words.id.copy(what, id)}
        onClick={() => void copy()}
      >
        <span>{id}</span>
        <Icon size={14} stroke={1.6} aria-hidden />
      </button>
      <span className={look.hidden} role="status">
        {said}
      </span>
    </>
  );
}
