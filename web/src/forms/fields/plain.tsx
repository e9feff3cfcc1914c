import { useEffect, useState } from 'react';
import type { JsonValue } from '../../../../journey/base/json';
import { Duration, inWords } from '../../../../journey/time/time';
import { look } from '../../widgets/look';
import { words } from '../../words';
import { readDuration } from '../duration';
import { Field } from '../field';
import { useForm } from '../form-context';
import { Suggest } from '../suggest';

export interface PlainProps {
  readonly label: string;
  readonly help: string;
  readonly path: string;
  readonly value: JsonValue | undefined;
  /** Called with the new value; undefined removes the field. */
  readonly onChange: (value: JsonValue | undefined) => void;
}

const { forms: say } = words;
const textIn = (value: JsonValue | undefined): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
const orNothing = (text: string): string | undefined => (text === '' ? undefined : text);

export const TextField = ({ value, onChange, isLong, ...about }: PlainProps & { readonly isLong: boolean }) => (
  <Field {...about}>
    {(control) =>
      isLong ? (
        <textarea
          {...control}
          className={look.input}
          rows={4}
          value={textIn(value)}
          onChange={(event) => onChange(orNothing(event.currentTarget.value))}
        />
      ) : (
        <input
          {...control}
          className={look.input}
          type="text"
          value={textIn(value)}
          onChange={(event) => onChange(orNothing(event.currentTarget.value))}
        />
      )
    }
  </Field>
);

export const EventField = ({ value, onChange, ...about }: PlainProps) => {
  const { seen } = useForm();
  const name = textIn(value);
  const isNew = name !== '' && seen.events.length > 0 && !seen.events.includes(name);
  return (
    <Field {...about} help={isNew ? say.notSeen : (seen.about[name] ?? about.help)}>
      {(control) => <Suggest {...control} value={name} options={seen.events} onChange={onChange} />}
    </Field>
  );
};

export const PathField = ({ value, onChange, ...about }: PlainProps) => {
  const { seen } = useForm();
  return (
    <Field {...about} help={seen.about[textIn(value)] ?? about.help}>
      {(control) => (
        <Suggest
          {...control}
          value={textIn(value)}
          options={seen.paths}
          onChange={(path) => onChange(orNothing(path))}
        />
      )}
    </Field>
  );
};

export const ClockField = ({ value, onChange, ...about }: PlainProps) => (
  <Field {...about}>
    {(control) => (
      <input
        {...control}
        className={look.input}
        type="time"
        value={textIn(value)}
        onChange={(event) => onChange(orNothing(event.currentTarget.value))}
      />
    )}
  </Field>
);

/** A field for lengths of time. Keeps the text as typed, and changes the document as soon as the text is a length. */
export function DurationField({ value, onChange, ...about }: PlainProps) {
  const written = textIn(value);
  const [typed, setTyped] = useState(inWordsOf(written));
  useEffect(() => setTyped((now) => (readDuration(now) === written ? now : inWordsOf(written))), [written]);
  const read = readDuration(typed);
  const isWrong = typed.trim() !== '' && read === undefined;
  return (
    <Field
      {...about}
      help={about.help === '' ? say.durationHelp : about.help}
      error={isWrong ? say.duration : undefined}
    >
      {(control) => (
        <input
          {...control}
          className={look.input}
          type="text"
          value={typed}
          onChange={(event) => {
            const text = event.currentTarget.value;
            setTyped(text);
            const length = readDuration(text);
            if (length !== undefined) onChange(length);
            else if (text.trim() === '') onChange(undefined);
          }}
        />
      )}
    </Field>
  );
}

function inWordsOf(written: string): string {
  const length = Duration.safeParse(written);
  return length.success ? inWords(length.data) : written;
}

export function NumberField({ value, onChange, ...about }: PlainProps) {
  const [typed, setTyped] = useState(textIn(value));
  useEffect(() => setTyped((now) => (Number(now) === value ? now : textIn(value))), [value]);
  const isWrong = typed.trim() !== '' && !Number.isFinite(Number(typed));
  return (
    <Field {...about} error={isWrong ? say.number : undefined}>
      {(control) => (
        <input
          {...control}
          className={look.input}
          inputMode="decimal"
          value={typed}
          onChange={(event) => {
            const text = event.currentTarget.value;
            setTyped(text);
            if (text.trim() === '') onChange(undefined);
            else if (Number.isFinite(Number(text))) onChange(Number(text));
          }}
        />
      )}
    </Field>
  );
}

export const SwitchField = ({ value, onChange, label, help, path }: PlainProps) => (
  <div className={look.field} data-field={path}>
    <label className={look.tickLine}>
      <input type="checkbox" checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>{label}</span>
    </label>
    {help !== '' && <p className={look.help}>{help}</p>}
  </div>
);

export const ChoiceField = ({
  value,
  onChange,
  options,
  fallback,
  ...about
}: PlainProps & { readonly options: readonly string[]; readonly fallback: JsonValue | undefined }) => (
  <Field {...about}>
    {(control) => (
      <select
        {...control}
        className={look.input}
        value={textIn(value ?? fallback)}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {value === undefined && fallback === undefined && <option value="">{say.optional}</option>}
        {options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    )}
  </Field>
);

const asJson = (value: JsonValue | undefined): string => (value === undefined ? '' : JSON.stringify(value, null, 2));

function readJson(text: string): { readonly value: JsonValue | undefined } | { readonly wrong: string } {
  try {
    return { value: text.trim() === '' ? undefined : (JSON.parse(text) as JsonValue) };
  } catch (failed) {
    return { wrong: failed instanceof Error ? failed.message : String(failed) };
  }
}

/** Edits any value as JSON. Applies the text as soon as it can be parsed. */
export function JsonField({ value, onChange, ...about }: PlainProps) {
  const [typed, setTyped] = useState(asJson(value));
  const read = readJson(typed);
  const isMine = 'wrong' in read || asJson(read.value) === asJson(value); // else it has been changed elsewhere
  return (
    <Field {...about} error={'wrong' in read ? say.json(read.wrong) : undefined}>
      {(control) => (
        <textarea
          {...control}
          className={look.input}
          rows={4}
          spellCheck={false}
          value={isMine ? typed : asJson(value)}
          onChange={(event) => {
            const text = event.currentTarget.value;
            setTyped(text);
            const now = readJson(text);
            if (!('wrong' in now)) onChange(now.value);
          }}
        />
      )}
    </Field>
  );
}
