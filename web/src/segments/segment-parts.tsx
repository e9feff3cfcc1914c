import type { JsonObject, JsonValue } from '../../../journey/base/json';
import { Comparand } from '../forms/fields/comparand';
import { ConditionField } from '../forms/fields/condition';
import type { PartProps, Parts } from '../forms/fields/condition-groups';
import { DurationField } from '../forms/fields/plain';
import { TraitPart } from '../forms/fields/trait-part';
import { useForm } from '../forms/form-context';
import { Suggest } from '../forms/suggest';
import { look } from '../widgets/look';
import { words } from '../words';
import styles from './segments.module.css';

const { segment: say } = words;

/** Kinds of segment conditions: traits, events and other segments. */
const KINDS = ['trait', 'did', 'didNot', 'first', 'last', 'inSegment'] as const;
type Kind = (typeof KINDS)[number];

const BLANKS: Readonly<Record<Kind, JsonObject>> = {
  trait: { path: 'profile.', op: '=', value: '' },
  did: { did: '', within: '30d' },
  didNot: { didNot: '', within: '30d' },
  first: { first: '', after: { ago: '30d' } },
  last: { last: '', before: { ago: '30d' } },
  inSegment: { inSegment: '' },
};

export const BLANK = BLANKS.did;

const kindOf = (part: JsonObject): Kind => KINDS.find((kind) => part[kind] !== undefined) ?? 'trait';

/** A condition changed to another kind keeps its event and its filter. */
function as(kind: Kind, before: JsonObject): JsonObject {
  const event = before[kindOf(before)];
  const blank = BLANKS[kind];
  if (kind === 'trait' || kind === 'inSegment' || typeof event !== 'string' || kindOf(before) === 'inSegment')
    return blank;
  return { ...blank, [kind]: event, ...(before.where !== undefined && { where: before.where }) };
}

export const PARTS: Parts = {
  render: (part) => <Part {...part} />,
  blanks: [
    { title: say.kinds.trait, blank: BLANKS.trait },
    { title: say.kinds.did, blank: BLANKS.did },
    { title: say.kinds.inSegment, blank: BLANKS.inSegment },
  ],
};

function Part(props: PartProps) {
  const { label, value, onChange } = props;
  const kind = kindOf(value);
  return (
    <div className={styles.part}>
      <select
        className={`${look.input} ${look.narrow}`}
        aria-label={`${label}: ${say.kind}`}
        value={kind}
        onChange={(event) => onChange(as(event.currentTarget.value as Kind, value))}
      >
        {KINDS.map((each) => (
          <option key={each} value={each}>
            {say.kinds[each]}
          </option>
        ))}
      </select>
      <Rest kind={kind} {...props} />
    </div>
  );
}

function Rest({ kind, ...props }: PartProps & { readonly kind: Kind }) {
  const { seen } = useForm();
  const { label, value, onChange } = props;
  switch (kind) {
    case 'trait':
      return <TraitPart {...props} />;
    case 'inSegment':
      return (
        <Suggest
          label={`${label}: ${say.kinds.inSegment}`}
          value={text(value.inSegment)}
          options={seen.segments}
          onChange={(inSegment) => onChange({ inSegment })}
        />
      );
    default:
      return (
        <>
          <Suggest
            label={`${label}: ${say.event}`}
            placeholder={say.event}
            value={text(value[kind])}
            options={seen.events}
            onChange={(event) => onChange({ ...value, [kind]: event })}
          />
          {kind === 'did' || kind === 'didNot' ? <Counts {...props} /> : <When {...props} />}
          <Where {...props} />
        </>
      );
  }
}

const text = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '');

function without(value: JsonObject, name: string): JsonObject {
  const { [name]: _, ...rest } = value;
  return rest;
}

/** Edits how often an event must have happened, and within which time. */
function Counts({ label, value, onChange }: PartProps) {
  const number = (name: 'atLeast' | 'atMost', title: string, placeholder: string) => (
    <input
      className={`${look.input} ${styles.times}`}
      type="number"
      min={0}
      max={1000}
      aria-label={`${label}: ${title}`}
      placeholder={placeholder}
      value={typeof value[name] === 'number' ? value[name] : ''}
      onChange={({ currentTarget: { value: typed } }) =>
        onChange(typed === '' ? without(value, name) : { ...value, [name]: Number(typed) })
      }
    />
  );
  return (
    <div className={styles.counts}>
      <span>{say.least}</span> {number('atLeast', say.least, '1')} <span>{say.most}</span>{' '}
      {number('atMost', say.most, '∞')} <span>{say.times}</span>
      <div className={styles.within}>
        <DurationField
          label={say.within}
          path="within"
          help={say.ever}
          value={value.within}
          onChange={(within) =>
            onChange(within === undefined || within === '' ? without(value, 'within') : { ...value, within })
          }
        />
      </div>
    </div>
  );
}

const SIDES = ['before', 'after'] as const;

function When({ label, value, onChange }: PartProps) {
  const side = value.before === undefined ? 'after' : 'before';
  const moment = value[side] ?? { ago: '30d' };
  return (
    <div className={styles.counts}>
      <select
        className={`${look.input} ${look.narrow}`}
        aria-label={`${label}: ${say.moment}`}
        value={side}
        onChange={(event) => onChange({ ...without(value, side), [event.currentTarget.value]: moment })}
      >
        {SIDES.map((each) => (
          <option key={each} value={each}>
            {say[each]}
          </option>
        ))}
      </select>
      <Comparand
        label={`${label}: ${say.moment}`}
        value={moment}
        onChange={(to) => onChange({ ...value, [side]: to })}
      />
    </div>
  );
}

/** Edits which events count. */
function Where({ label, value, onChange }: PartProps) {
  if (value.where === undefined)
    return (
      <button
        className={look.textButton}
        type="button"
        onClick={() => onChange({ ...value, where: { path: 'event.', op: '=', value: '' } })}
      >
        {say.where}
      </button>
    );
  return (
    <div className={styles.where}>
      <ConditionField
        label={`${label}: ${say.where}`}
        path="where"
        value={value.where}
        onChange={(where) => onChange(where === undefined ? without(value, 'where') : { ...value, where })}
      />
      <button className={look.textButton} type="button" onClick={() => onChange(without(value, 'where'))}>
        {say.whereNot}
      </button>
    </div>
  );
}
