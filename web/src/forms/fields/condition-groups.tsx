import { IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { JsonObject } from '../../../../journey/base/json';
import { look } from '../../widgets/look';
import { words } from '../../words';
import { isObject } from '../schema';
import styles from './condition.module.css';

const { condition: say } = words.forms;

/** The parts of a group: how one is drawn, and what a new one begins with. */
export interface Parts {
  readonly render: (part: PartProps) => ReactNode;
  readonly blanks: readonly { readonly title: string; readonly blank: JsonObject }[];
}

export interface PartProps {
  readonly label: string;
  readonly value: JsonObject;
  readonly onChange: (value: JsonObject) => void;
}

interface GroupedProps extends PartProps {
  readonly parts: Parts;
  readonly depth?: number;
}

/** Edits conditions in nested groups of which all, any or none must hold. */
export function Grouped(props: GroupedProps) {
  const { parts, depth = 0, ...part } = props;
  if (groupOf(part.value)) return <Group {...props} />;
  return (
    <div>
      {parts.render(part)}
      {depth === 0 && <More parts={parts} onAdd={(added) => part.onChange({ all: [part.value, added] })} />}
    </div>
  );
}

const GROUPS = ['all', 'any', 'not'] as const;
type Kind = (typeof GROUPS)[number];

const groupOf = (value: JsonObject): Kind | undefined => GROUPS.find((each) => value[each] !== undefined);

const membersOf = (value: JsonObject, group: Kind): readonly JsonObject[] => {
  const inner = value[group];
  if (Array.isArray(inner)) return inner.filter(isObject);
  return isObject(inner) ? [inner] : [];
};

const asGroup = (group: Kind, members: readonly JsonObject[]): JsonObject =>
  group === 'not'
    ? { not: members.length === 1 ? (members[0] ?? {}) : { any: [...members] } }
    : { [group]: [...members] };

function Group({ label, value, parts, depth = 0, onChange }: GroupedProps) {
  const group = groupOf(value) ?? 'all';
  const members = membersOf(value, group);
  const set = (next: readonly JsonObject[]) => {
    const [only] = next;
    if (group !== 'not' && next.length === 1 && only && depth === 0) onChange(only);
    else onChange(asGroup(group, next));
  };
  return (
    <fieldset className={styles.group}>
      <legend>
        <select
          className={`${look.input} ${look.narrow}`}
          aria-label={`${label}: ${say.legend}`}
          value={group}
          onChange={(event) => onChange(asGroup(event.currentTarget.value as Kind, members))}
        >
          {GROUPS.map((each) => (
            <option key={each} value={each}>
              {say[each]}
            </option>
          ))}
        </select>{' '}
        {say.of}
      </legend>
      {members.map((member, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a part has no name but its place
        <div key={index} className={styles.row}>
          <Grouped
            label={label}
            value={member}
            parts={parts}
            depth={depth + 1}
            onChange={(to) => set(members.map((old, nr) => (nr === index ? to : old)))}
          />
          {members.length > 1 && (
            <button
              className={look.iconButton}
              type="button"
              aria-label={say.remove}
              title={say.remove}
              onClick={() => set(members.filter((_, nr) => nr !== index))}
            >
              <IconX size={16} stroke={1.6} aria-hidden />
            </button>
          )}
        </div>
      ))}
      {group !== 'not' && <More parts={parts} onAdd={(part) => set([...members, part])} />}
    </fieldset>
  );
}

function More({ parts: { blanks }, onAdd }: { readonly parts: Parts; readonly onAdd: (part: JsonObject) => void }) {
  const [first] = blanks;
  return (
    <div className={styles.more}>
      {blanks.map(({ title, blank }) => (
        <button key={title} className={look.textButton} type="button" onClick={() => onAdd(blank)}>
          <IconPlus size={14} stroke={1.6} aria-hidden /> {title}
        </button>
      ))}
      <button className={look.textButton} type="button" onClick={() => onAdd({ any: [first?.blank ?? {}] })}>
        <IconPlus size={14} stroke={1.6} aria-hidden /> {say.addGroup}
      </button>
    </div>
  );
}
