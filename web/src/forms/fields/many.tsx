import { IconPlus, IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { JsonObject, JsonValue } from '../../../../journey/base/json';
import { percent } from '../../format';
import { look } from '../../widgets/look';
import { words } from '../../words';
import { Field } from '../field';
import { useForm } from '../form-context';
import { blankOf, isObject, kindOf, labelOf } from '../schema';
import styles from './many.module.css';
import type { PlainProps } from './plain';

const { forms: say } = words;

/** Draws the field of one item, as the surrounding form does. */
export type RenderItem = (item: {
  readonly label: string;
  readonly schema: JsonObject;
  readonly path: string;
  readonly value: JsonValue | undefined;
  readonly isRequired: true;
  readonly onChange: (value: JsonValue | undefined) => void;
}) => ReactNode;

interface ManyProps extends PlainProps {
  readonly item: JsonObject;
  readonly render: RenderItem;
}

const itemsOf = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : []);

const tick = (items: readonly JsonValue[], item: JsonValue, isOn: boolean): readonly JsonValue[] =>
  isOn ? [...items, item] : items.filter((each) => each !== item);

interface Ticks extends PlainProps {
  readonly options: readonly { readonly value: JsonValue; readonly label: string }[];
}

/** Chooses some of a few values. */
export const TicksField = ({ label, help, path, value, onChange, options }: Ticks) => (
  <fieldset className={look.field} data-field={path}>
    <legend>{label}</legend>
    <div className={styles.tickRow}>
      {options.map((option) => (
        <label key={option.label} className={look.tickLine}>
          <input
            type="checkbox"
            checked={itemsOf(value).includes(option.value)}
            onChange={(event) => onChange(tick(itemsOf(value), option.value, event.currentTarget.checked))}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </div>
    {help !== '' && <p className={look.help}>{help}</p>}
  </fieldset>
);

export const WeekdaysField = (props: PlainProps) => (
  <TicksField {...props} options={say.weekdays.map((label, index) => ({ value: index + 1, label }))} />
);

/** Edits several texts in one line, separated by commas. */
function TextsField({ value, onChange, ...about }: PlainProps) {
  const written = itemsOf(value).join(', ');
  const [typed, setTyped] = useState(written);
  const read = (text: string) =>
    text
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '');
  return (
    <Field {...about}>
      {(control) => (
        <input
          {...control}
          className={look.input}
          type="text"
          value={read(typed).join(', ') === written ? typed : written}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            onChange(read(event.currentTarget.value));
          }}
        />
      )}
    </Field>
  );
}

/** Edits an ordered list of items. */
export function ListField({ item, render, ...props }: ManyProps) {
  const { root } = useForm();
  const kind = kindOf(item, root);
  if (kind.type === 'text' || kind.type === 'event') return <TextsField {...props} />;
  const { label, help, path, value, onChange } = props;
  const items = itemsOf(value);
  const one = singular(label);
  return (
    <fieldset className={`${look.field} ${styles.many}`} data-field={path}>
      <legend>{label}</legend>
      {help !== '' && <p className={look.help}>{help}</p>}
      {items.map((each, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an item has no name but its place
        <div key={index} className={styles.item}>
          {render({
            label: `${one} ${index + 1}`,
            schema: item,
            path: `${path}.${index}`,
            value: each,
            isRequired: true,
            onChange: (to) => onChange(items.map((old, nr) => (nr === index ? (to ?? null) : old))),
          })}
          <RemoveButton what={`${one} ${index + 1}`} onRemove={() => onChange(items.filter((_, nr) => nr !== index))} />
        </div>
      ))}
      <AddButton what={one} onAdd={() => onChange([...items, blankOf(item, root)])} />
    </fieldset>
  );
}

const singular = (label: string): string => label.replace(/s$/, '');

/** Edits items under names that the author chooses. */
export function MapField({ item, render, label, help, path, value, onChange }: ManyProps) {
  const { root } = useForm();
  const entries = isObject(value) ? Object.entries(value) : [];
  const one = singular(label);
  // Weights are shown as shares.
  const total = entries.reduce((sum, [, each]) => (typeof each === 'number' ? sum + each : sum), 0);
  const set = (next: readonly (readonly [string, JsonValue])[]) => onChange(Object.fromEntries(next) as JsonObject);
  return (
    <fieldset className={`${look.field} ${styles.many}`} data-field={path}>
      <legend>{label}</legend>
      {help !== '' && <p className={look.help}>{help}</p>}
      {entries.map(([name, each], index) => (
        <div key={name} className={styles.item}>
          <NameField
            name={name}
            label={`${one} ${index + 1}: ${say.name.toLowerCase()}`}
            isTaken={(wish) => entries.some(([other], nr) => nr !== index && other === wish)}
            onName={(wish) => set(entries.map((old, nr) => (nr === index ? [wish, old[1]] : old)))}
          />
          {render({
            label: `${labelOf(name)}: ${say.value.toLowerCase()}`,
            schema: item,
            path: `${path}.${name}`,
            value: each,
            isRequired: true,
            onChange: (to) => set(entries.map((old, nr) => (nr === index ? [old[0], to ?? null] : old))),
          })}
          {total > 0 && typeof each === 'number' && <p className={look.help}>{say.share(percent(each / total))}</p>}
          <RemoveButton what={name} onRemove={() => set(entries.filter((_, nr) => nr !== index))} />
        </div>
      ))}
      <AddButton
        what={one}
        onAdd={() => set([...entries, [freeName(entries.map(([name]) => name)), blankOf(item, root)]])}
      />
    </fieldset>
  );
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const freeName = (taken: readonly string[]): string =>
  [...LETTERS].find((letter) => !taken.includes(letter)) ?? `n${taken.length + 1}`;

interface NameProps {
  readonly name: string;
  readonly label: string;
  readonly isTaken: (wish: string) => boolean;
  readonly onName: (name: string) => void;
}

/** Edits a name. Applies it when the field loses focus, so that half a name is never used. */
function NameField({ name, label, isTaken, onName }: NameProps) {
  const [typed, setTyped] = useState(name);
  const settle = () => {
    const wish = typed.trim();
    if (wish === '' || wish === name || isTaken(wish)) setTyped(name);
    else onName(wish);
  };
  return (
    <input
      className={look.input}
      type="text"
      aria-label={label}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key === 'Enter') settle();
      }}
    />
  );
}

const RemoveButton = ({ what, onRemove }: { readonly what: string; readonly onRemove: () => void }) => (
  <button
    className={`${look.iconButton} ${styles.remove}`}
    type="button"
    aria-label={say.remove(what)}
    title={say.remove(what)}
    onClick={onRemove}
  >
    <IconX size={16} stroke={1.6} aria-hidden />
  </button>
);

const AddButton = ({ what, onAdd }: { readonly what: string; readonly onAdd: () => void }) => (
  <button className={look.textButton} type="button" onClick={onAdd}>
    <IconPlus size={16} stroke={1.6} aria-hidden />
    {say.add(what)}
  </button>
);
