import { useMemo } from 'react';
import type { JsonObject } from '../../../../journey/base/json';
import { entryFormOf } from '../../../../journey/document/draft';
import { entryTypes } from '../../../../journey/entries/index';
import { useBuilder, useBuilderStore } from '../../canvas/store';
import { isObject, textOf } from '../../document/document';
import { entryAs } from '../../document/document-form';
import { entrySentence } from '../../document/sentences';
import { FormContext } from '../../forms/form-context';
import { SchemaFields } from '../../forms/schema-form';
import { look } from '../../widgets/look';
import { words } from '../../words';
import { useFormAround } from '../use-form-around';
import { Sentence } from './sentence';
import styles from './step.module.css';

const { entryStep: say, acts } = words.builder;
const EMPTY: JsonObject = {};

/** Edits step 2: the users who enter. */
export const EntryStep = () => (
  <div className={styles.step}>
    <h2>{words.builder.steps.entry}</h2>
    <p>{say.intro}</p>
    <EntryForm />
  </div>
);

export function EntryForm() {
  const entry = useBuilder(({ document }) => document.entry);
  const { change } = useBuilderStore().getState();
  const value = isObject(entry) ? entry : EMPTY;
  const type = textOf(value.type);
  const schema = useMemo(() => entryFormOf(type), [type]);
  const around = useFormAround(schema ?? EMPTY, '');
  const set = (to: JsonObject) => change(acts.entry, (document) => ({ ...document, entry: to }), { grouped: true });
  return (
    <>
      <Sentence text={entrySentence(entry)} />
      <fieldset className={styles.kinds}>
        <legend className={look.hidden}>{say.intro}</legend>
        {entryTypes.map((each) => (
          <label key={each.type} className={styles.kind} title={each.about}>
            <input
              type="radio"
              name="entry-type"
              checked={each.type === type}
              onChange={() => set(entryAs(each.type, value))}
            />
            <span>{each.title}</span>
          </label>
        ))}
      </fieldset>
      {schema && (
        <FormContext value={around}>
          <SchemaFields schema={schema} value={value} path="entry" without={['type']} onChange={set} />
        </FormContext>
      )}
    </>
  );
}
