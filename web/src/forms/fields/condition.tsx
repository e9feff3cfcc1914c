import { IconPlus, IconX } from '@tabler/icons-react';
import { Condition, inWordsOf } from '../../../../journey/conditions/condition';
import type { JsonObject, JsonValue } from '../../../../journey/json';
import { words } from '../../words';
import { useForm } from '../form-context';
import { isObject } from '../schema';
import { Suggest } from '../suggest';
import { Comparand } from './comparand';

const { condition: say } = words.forms;

interface ConditionProps {
  readonly label: string;
  readonly path: string;
  readonly value: JsonValue | undefined;
  readonly onChange: (value: JsonValue | undefined) => void;
}

/** A condition that reads as a sentence: lines of what, how and with what, in groups. */
export function ConditionField({ label, path, value, onChange }: ConditionProps) {
  const { problemAt } = useForm();
  const read = Condition.safeParse(value);
  return (
    <div className="condition" data-field={path}>
      <Part label={label} value={isObject(value) ? value : {}} depth={0} onChange={onChange} />
      <p className={read.success ? 'help' : 'wrong'}>
        {read.success ? say.inWords(inWordsOf(read.data)) : (problemAt(path) ?? say.open)}
      </p>
    </div>
  );
}

interface PartProps {
  readonly label: string;
  readonly value: JsonObject;
  readonly depth: number;
  readonly onChange: (value: JsonObject) => void;
}

const GROUPS = ['all', 'any', 'not'] as const;
type Group = (typeof GROUPS)[number];

const groupOf = (value: JsonObject): Group | undefined => GROUPS.find((each) => value[each] !== undefined);

function Part(props: PartProps) {
  if (groupOf(props.value)) return <GroupPart {...props} />;
  return (
    <div className="condition-lines">
      {props.value.segment === undefined ? <LeafPart {...props} /> : <SegmentPart {...props} />}
      {props.depth === 0 && <More onAdd={(part) => props.onChange({ all: [props.value, part] })} />}
    </div>
  );
}

const partsOf = (value: JsonObject, group: Group): readonly JsonObject[] => {
  const inner = value[group];
  if (Array.isArray(inner)) return inner.filter(isObject);
  return isObject(inner) ? [inner] : [];
};

const asGroup = (group: Group, parts: readonly JsonObject[]): JsonObject =>
  group === 'not' ? { not: parts.length === 1 ? (parts[0] ?? {}) : { any: [...parts] } } : { [group]: [...parts] };

function GroupPart({ label, value, depth, onChange }: PartProps) {
  const group = groupOf(value) ?? 'all';
  const parts = partsOf(value, group);
  const set = (next: readonly JsonObject[]) => {
    const [only] = next;
    if (group !== 'not' && next.length === 1 && only && depth === 0) onChange(only);
    else onChange(asGroup(group, next));
  };
  return (
    <fieldset className="condition-group">
      <legend>
        <select
          className="input narrow"
          aria-label={`${label}: ${say.legend}`}
          value={group}
          onChange={(event) => onChange(asGroup(event.currentTarget.value as Group, parts))}
        >
          {GROUPS.map((each) => (
            <option key={each} value={each}>
              {say[each]}
            </option>
          ))}
        </select>{' '}
        {say.of}
      </legend>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a part has no name but its place
        <div key={index} className="condition-row">
          <Part
            label={label}
            value={part}
            depth={depth + 1}
            onChange={(to) => set(parts.map((old, nr) => (nr === index ? to : old)))}
          />
          {parts.length > 1 && (
            <button
              className="plain icon"
              type="button"
              aria-label={say.remove}
              title={say.remove}
              onClick={() => set(parts.filter((_, nr) => nr !== index))}
            >
              <IconX size={16} stroke={1.6} aria-hidden />
            </button>
          )}
        </div>
      ))}
      {group !== 'not' && <More onAdd={(part) => set([...parts, part])} />}
    </fieldset>
  );
}

const BLANK: JsonObject = { path: '', op: '=', value: '' };

const More = ({ onAdd }: { readonly onAdd: (part: JsonObject) => void }) => (
  <div className="condition-more">
    <button className="text-button" type="button" onClick={() => onAdd(BLANK)}>
      <IconPlus size={14} stroke={1.6} aria-hidden /> {say.addCondition}
    </button>
    <button className="text-button" type="button" onClick={() => onAdd({ any: [BLANK] })}>
      <IconPlus size={14} stroke={1.6} aria-hidden /> {say.addGroup}
    </button>
    <button className="text-button" type="button" onClick={() => onAdd({ segment: '', is: 'in' })}>
      <IconPlus size={14} stroke={1.6} aria-hidden /> {say.addSegment}
    </button>
  </div>
);

function SegmentPart({ label, value, onChange }: PartProps) {
  const { seen } = useForm();
  return (
    <div className="condition-leaf">
      <select
        className="input narrow"
        aria-label={`${label}: ${say.op}`}
        value={value.is === 'not-in' ? 'not-in' : 'in'}
        onChange={(event) => onChange({ ...value, is: event.currentTarget.value })}
      >
        <option value="in">{say.in}</option>
        <option value="not-in">{say.notIn}</option>
      </select>
      <Suggest
        label={`${label}: ${say.segment}`}
        value={String(value.segment)}
        options={seen.segments}
        onChange={(segment) => onChange({ ...value, segment })}
      />
    </div>
  );
}

type Op = keyof typeof say.ops;
const OPS = Object.keys(say.ops) as readonly Op[];

/** What another way of comparing leaves of the value. */
function withOp(value: JsonObject, op: Op): JsonObject {
  const { value: old, ...rest } = value;
  if (op === 'exists' || op === 'missing') return { ...rest, op };
  if (op === 'in' || op === 'not-in') return { ...rest, op, value: Array.isArray(old) ? old : [] };
  if (op === 'before' || op === 'after') return { ...rest, op, value: isObject(old) ? old : { ago: '7d' } };
  return { ...rest, op, value: typeof old === 'object' || old === undefined ? '' : old };
}

function LeafPart({ label, value, onChange }: PartProps) {
  const { seen } = useForm();
  const op = OPS.find((each) => each === value.op) ?? '=';
  return (
    <div className="condition-leaf">
      <Suggest
        label={`${label}: ${say.path}`}
        placeholder="profile.plan"
        value={typeof value.path === 'string' ? value.path : ''}
        options={seen.paths}
        onChange={(path) => onChange({ ...value, path })}
      />
      <select
        className="input narrow"
        aria-label={`${label}: ${say.op}`}
        value={op}
        onChange={(event) => onChange(withOp(value, event.currentTarget.value as Op))}
      >
        {OPS.map((each) => (
          <option key={each} value={each}>
            {say.ops[each]}
          </option>
        ))}
      </select>
      {op !== 'exists' && op !== 'missing' && (
        <Comparand
          label={`${label}: ${say.value}`}
          value={value.value}
          onChange={(to) => onChange({ ...value, value: to })}
        />
      )}
    </div>
  );
}
