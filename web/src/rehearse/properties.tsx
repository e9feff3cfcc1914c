import { IconPlus, IconX } from '@tabler/icons-react';
import type { Row } from '../samples/rows';
import { look } from '../widgets/look';
import { words } from '../words';
import styles from './properties.module.css';

const { rehearse: say } = words;

interface PropertiesProps {
  readonly rows: readonly Row[];
  readonly onChange: (rows: readonly Row[]) => void;
}

export function Properties({ rows, onChange }: PropertiesProps) {
  const put = (index: number, change: Partial<Row>) =>
    onChange(rows.map((row, nth) => (nth === index ? { ...row, ...change } : row)));
  return (
    <div className={styles.properties}>
      {rows.map(({ name, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name but its place while its name is typed
        <div key={index} className={styles.property}>
          <input
            className={look.input}
            aria-label={say.property}
            placeholder={say.property}
            value={name}
            onChange={(event) => put(index, { name: event.currentTarget.value })}
          />
          <input
            className={look.input}
            aria-label={name === '' ? say.value : name}
            placeholder={say.value}
            value={text}
            onChange={(event) => put(index, { text: event.currentTarget.value })}
          />
          <button
            className={look.iconButton}
            type="button"
            aria-label={say.remove(name)}
            title={say.remove(name)}
            onClick={() => onChange(rows.filter((_, nth) => nth !== index))}
          >
            <IconX size={14} stroke={1.6} aria-hidden />
          </button>
        </div>
      ))}
      <button
        className={`${look.plain} ${styles.add}`}
        type="button"
        onClick={() => onChange([...rows, { name: '', text: '' }])}
      >
        <IconPlus size={14} stroke={1.6} aria-hidden /> {say.addProperty}
      </button>
    </div>
  );
}
