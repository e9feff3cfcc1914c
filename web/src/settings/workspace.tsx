import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { JsonObject } from '../../../journey/base/json';
import { Settings, settingsJsonSchema } from '../../../journey/delivery/settings';
import { validateSettings } from '../../../journey/validate/settings';
import { sessionQuery } from '../client/queries';
import { useSignOut } from '../client/use-sign-out';
import { FormContext, NOTHING_SEEN } from '../forms/form-context';
import { isObject } from '../forms/schema';
import { SchemaFields } from '../forms/schema-form';
import { look } from '../widgets/look';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import styles from './settings.module.css';
import { putSettings, settingsQuery } from './settings-queries';

const { settings: say } = words;

/** Fields that are always visible. */
const ASKED = [
  'timeZone',
  'dateOrder',
  'phoneCountry',
  'quietHours',
  'frequencyCaps',
  'topics',
  'controlGroup',
  'consent',
];
const whole = settingsJsonSchema() as JsonObject;
const defs = isObject(whole.$defs) ? whole.$defs : {};
const schema: JsonObject = { ...(isObject(defs.Settings) ? defs.Settings : {}), $defs: defs };

export function Workspace({ isAdmin }: { readonly isAdmin: boolean }) {
  const { data, error, refetch } = useQuery(settingsQuery);
  return (
    <div className={styles.settings}>
      {error && <TroubleNotice trouble={error} onRetry={() => void refetch()} />}
      {data && <Form key={JSON.stringify(data)} saved={data} isAdmin={isAdmin} />}
      {(data !== undefined || error !== null) && <Appearance />}
    </div>
  );
}

function Form({ saved, isAdmin }: { readonly saved: Settings; readonly isAdmin: boolean }) {
  const client = useQueryClient();
  const [written, setWritten] = useState(saved as JsonObject);
  const saving = useMutation({
    mutationFn: () => putSettings(Settings.parse(written)),
    onSuccess: (now) => client.setQueryData(settingsQuery.queryKey, now),
  });
  const problems = useMemo(() => findProblems(written), [written]);
  const isChanged = JSON.stringify(written) !== JSON.stringify(saved);
  const around = useMemo(
    () => ({
      root: schema,
      seen: NOTHING_SEEN,
      asked: ASKED,
      problemAt: (path: string) => problems.find((each) => each.path === path)?.message,
    }),
    [problems],
  );
  return (
    <section className={`${look.card} ${look.panel}`} aria-label={say.tabs.workspace}>
      <p>{say.intro}</p>
      <FormContext value={around}>
        <fieldset className={styles.bare} disabled={!isAdmin}>
          <SchemaFields schema={schema} value={written} path="" onChange={setWritten} />
        </fieldset>
      </FormContext>
      {saving.error && <TroubleNotice trouble={saving.error} />}
      {isAdmin ? (
        <div className={look.pager}>
          {isChanged && <span className={look.help}>{say.unsaved}</span>}
          {isChanged && (
            <button className={look.plain} type="button" onClick={() => setWritten(saved as JsonObject)}>
              {say.undo}
            </button>
          )}
          <button
            className={look.ink}
            type="button"
            disabled={!isChanged || problems.length > 0}
            aria-busy={saving.isPending}
            onClick={() => saving.mutate()}
          >
            {say.save}
          </button>
        </div>
      ) : (
        <p className={look.help}>{say.notAllowed}</p>
      )}
    </section>
  );
}

function findProblems(written: JsonObject): readonly { readonly path: string; readonly message: string }[] {
  const { data, error } = Settings.safeParse(written);
  if (data) return validateSettings(data);
  return error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
}

const LOOKS = { auto: say.looks.system, light: say.looks.light, dark: say.looks.dark } as const;

/** Shows the settings of this browser. */
function Appearance() {
  const { data: session } = useQuery(sessionQuery);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const leave = useSignOut();
  return (
    <section className={`${look.card} ${look.panel}`} aria-label={say.appearance}>
      <h2>{say.appearance}</h2>
      <fieldset className={look.choices}>
        <legend className={look.hidden}>{say.appearance}</legend>
        {(Object.keys(LOOKS) as MantineColorScheme[]).map((scheme) => (
          <label key={scheme}>
            <input type="radio" name="look" checked={colorScheme === scheme} onChange={() => setColorScheme(scheme)} />
            {LOOKS[scheme]}
          </label>
        ))}
      </fieldset>
      {session && (
        <div className={look.pager}>
          <span className={look.help}>
            {say.who} {session.name} · {session.workspace.id} · {session.scopes.join(', ')}
          </span>
          <button className={look.plain} type="button" onClick={() => void leave()}>
            {words.signOut}
          </button>
        </div>
      )}
    </section>
  );
}
