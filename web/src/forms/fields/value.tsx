import type { JsonObject, JsonValue } from '../../../../journey/base/json';
import { look } from '../../widgets/look';
import { words } from '../../words';
import { Field } from '../field';
import { useForm } from '../form-context';
import { isObject } from '../schema';
import { Suggest } from '../suggest';
import { JsonField, type PlainProps } from './plain';
import styles from './row.module.css';

const { forms: say } = words;
const KINDS = ['text', 'number', 'boolean', 'path', 'json'] as const;
type Kind = (typeof KINDS)[number];

function kindOfValue(value: JsonValue | undefined): Kind {
  if (isObject(value) && typeof value.path === 'string' && Object.keys(value).length === 1) return 'path';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  return value === undefined || typeof value === 'string' ? 'text' : 'json';
}

const BLANKS: Readonly<Record<Kind, JsonValue>> = { text: '', number: 0, boolean: true, path: { path: '' }, json: {} };

/** Edits a value: a constant, or the path where it is found. */
export function ValueField({ value, onChange, ...about }: PlainProps) {
  const kind = kindOfValue(value);
  if (kind === 'json')
    return (
      <div className={styles.row}>
        <KindOf kind={kind} label={about.label} onChange={onChange} />
        <JsonField {...about} value={value} onChange={onChange} />
      </div>
    );
  return (
    <Field {...about}>
      {(control) => (
        <div className={styles.row}>
          <KindOf kind={kind} label={about.label} onChange={onChange} />
          <Plain kind={kind} value={value} control={control} onChange={onChange} />
        </div>
      )}
    </Field>
  );
}

const KindOf = ({
  kind,
  label,
  onChange,
}: {
  readonly kind: Kind;
  readonly label: string;
  readonly onChange: (value: JsonValue) => void;
}) => (
  <select
    className={`${look.input} ${look.narrow}`}
    aria-label={`${label}: ${say.kind.toLowerCase()}`}
    value={kind}
    onChange={(event) => onChange(BLANKS[event.currentTarget.value as Kind])}
  >
    {KINDS.map((each) => (
      <option key={each} value={each}>
        {say.kinds[each]}
      </option>
    ))}
  </select>
);

interface PlainInput {
  readonly kind: Exclude<Kind, 'json'>;
  readonly value: JsonValue | undefined;
  readonly control: Parameters<Parameters<typeof Field>[0]['children']>[0];
  readonly onChange: (value: JsonValue) => void;
}

function Plain({ kind, value, control, onChange }: PlainInput) {
  const { seen } = useForm();
  if (kind === 'boolean')
    return (
      <select
        {...control}
        className={look.input}
        value={String(value)}
        onChange={(event) => onChange(event.currentTarget.value === 'true')}
      >
        <option value="true">{say.yes}</option>
        <option value="false">{say.no}</option>
      </select>
    );
  if (kind === 'path')
    return (
      <Suggest
        {...control}
        value={String((value as JsonObject).path)}
        options={seen.paths}
        onChange={(path) => onChange({ path })}
      />
    );
  return (
    <input
      {...control}
      className={look.input}
      type={kind === 'number' ? 'number' : 'text'}
      step="any"
      value={value === undefined ? '' : String(value)}
      onChange={(event) => onChange(kind === 'number' ? Number(event.currentTarget.value) : event.currentTarget.value)}
    />
  );
}
