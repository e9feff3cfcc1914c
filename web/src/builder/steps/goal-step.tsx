import { IconPlus, IconX } from '@tabler/icons-react';
import type { JsonObject } from '../../../../journey/base/json';
import { useBuilder, useBuilderStore } from '../../canvas/store';
import { exitRuleSchema, goalSchema, listOf } from '../../document/document-form';
import { freeId, slugOf } from '../../document/edit';
import { goalSentence } from '../../document/sentences';
import { FormContext } from '../../forms/form-context';
import { SchemaFields } from '../../forms/schema-form';
import { look } from '../../widgets/look';
import { words } from '../../words';
import { useFormAround } from '../use-form-around';
import styles from './step.module.css';

const { goal: say, acts } = words.builder;

/** The common purposes, as goals to begin with. */
const STARTERS = {
  registration: { event: 'Signed Up' },
  transaction: { event: 'Charged', window: { for: '7d', from: 'last-send' } },
  reengagement: { event: 'App Launched', window: { for: '7d', from: 'last-send' } },
} as const satisfies Record<keyof typeof say.starter, JsonObject>;

/** Edits step 1: the goal of the journey. */
export function GoalStep() {
  const goals = useBuilder(({ document }) => document.goals);
  const { change } = useBuilderStore().getState();
  const list = listOf(goals);
  const set = (next: readonly JsonObject[]) =>
    change(acts.goal, (document) => ({ ...document, goals: [...next] }), { grouped: true });
  const add = (title: string, goal: JsonObject) =>
    set([...list, { id: freeId(slugOf(title), (id) => list.some((each) => each.id === id)), ...goal }]);
  return (
    <div className={styles.step}>
      <h2>{words.builder.steps.goal}</h2>
      <p>{say.intro}</p>
      {list.length === 0 && <p className={look.help}>{say.none}</p>}
      <Rules list={list} schema={goalSchema} prefix="goals" onChange={set} />
      <div className={styles.starters}>
        {list.length === 0 && <span>{say.starters}</span>}
        {list.length === 0 &&
          Object.entries(say.starter).map(([key, title]) => (
            <button
              key={key}
              className={look.plain}
              type="button"
              onClick={() => add(title, STARTERS[key as keyof typeof STARTERS])}
            >
              {title}
            </button>
          ))}
        <button className={look.textButton} type="button" onClick={() => add('goal', { event: '' })}>
          <IconPlus size={16} stroke={1.6} aria-hidden />
          {say.add}
        </button>
      </div>
      <Exits />
    </div>
  );
}

function Exits() {
  const exits = useBuilder(({ document }) => document.exits);
  const { change } = useBuilderStore().getState();
  const list = listOf(exits);
  const set = (next: readonly JsonObject[]) =>
    change(acts.goal, (document) => ({ ...document, exits: [...next] }), { grouped: true });
  return (
    <>
      <h2>{say.exits}</h2>
      <p>{say.exitsIntro}</p>
      <Rules list={list} schema={exitRuleSchema} prefix="exits" onChange={set} />
      <button
        className={look.textButton}
        type="button"
        onClick={() =>
          set([...list, { event: '', reason: freeId('left', (id) => list.some((each) => each.reason === id)) }])
        }
      >
        <IconPlus size={16} stroke={1.6} aria-hidden />
        {say.addExit}
      </button>
    </>
  );
}

interface RulesProps {
  readonly list: readonly JsonObject[];
  readonly schema: JsonObject;
  readonly prefix: string;
  readonly onChange: (list: readonly JsonObject[]) => void;
}

/**
 * Adds an empty event to a rule without a condition, so that the form asks for it. The schema has it optional, but
 * nearly every rule has one.
 */
const withEvent = (rule: JsonObject): JsonObject => (rule.condition === undefined ? { event: '', ...rule } : rule);

function Rules({ list, schema, prefix, onChange }: RulesProps) {
  const around = useFormAround(schema, '');
  return (
    <FormContext value={around}>
      {list.map((rule, index) => {
        const name = String(rule.id ?? rule.reason ?? index + 1);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: its id is what is being written
          <fieldset key={index} className={`${styles.rule} ${look.card}`}>
            <legend>{prefix === 'goals' ? goalSentence(rule) : name}</legend>
            <SchemaFields
              schema={schema}
              value={withEvent(rule)}
              path={`${prefix}.${index}`}
              onChange={(to) => onChange(list.map((old, nr) => (nr === index ? prune(to) : old)))}
            />
            <button
              className={`${look.iconButton} ${styles.remove}`}
              type="button"
              aria-label={words.forms.remove(name)}
              title={words.forms.remove(name)}
              onClick={() => onChange(list.filter((_, nr) => nr !== index))}
            >
              <IconX size={16} stroke={1.6} aria-hidden />
            </button>
          </fieldset>
        );
      })}
    </FormContext>
  );
}

/** With a condition there is no event. */
function prune(rule: JsonObject): JsonObject {
  if (rule.condition === undefined || rule.event !== '') return rule;
  const { event: _, ...rest } = rule;
  return rest;
}
