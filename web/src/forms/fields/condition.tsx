import type { JsonValue } from '../../../../journey/base/json';
import { Condition, describeCondition } from '../../../../journey/conditions/condition';
import { look } from '../../widgets/look';
import { words } from '../../words';
import { useForm } from '../form-context';
import { isObject } from '../schema';
import { Suggest } from '../suggest';
import styles from './condition.module.css';
import { Grouped, type PartProps, type Parts } from './condition-groups';
import { TraitPart } from './trait-part';

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
    <div data-field={path}>
      <Grouped label={label} value={isObject(value) ? value : {}} parts={PARTS} onChange={onChange} />
      <p className={read.success ? look.help : look.wrong}>
        {read.success ? say.inWords(describeCondition(read.data)) : (problemAt(path) ?? say.open)}
      </p>
    </div>
  );
}

function SegmentPart({ label, value, onChange }: PartProps) {
  const { seen } = useForm();
  return (
    <div className={styles.leaf}>
      <select
        className={`${look.input} ${look.narrow}`}
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

const PARTS: Parts = {
  render: (part) => (part.value.segment === undefined ? <TraitPart {...part} /> : <SegmentPart {...part} />),
  blanks: [
    { title: say.addCondition, blank: { path: '', op: '=', value: '' } },
    { title: say.addSegment, blank: { segment: '', is: 'in' } },
  ],
};
