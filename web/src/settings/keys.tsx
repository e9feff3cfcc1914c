import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ago, moment } from '../format';
import { DataTable } from '../widgets/data-table';
import { IdChip } from '../widgets/id-chip';
import { look } from '../widgets/look';
import { Sheet } from '../widgets/sheet';
import { TextLine } from '../widgets/text-line';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import styles from './settings.module.css';
import { type ApiKey, createKey, keysQuery, revokeKey, type Scope } from './settings-queries';

const { keys: say } = words.settings;

export function Keys() {
  const { data, error, refetch } = useQuery(keysQuery);
  const [isMaking, setIsMaking] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey>();
  return (
    <>
      <div className={look.filters}>
        <button className={look.ink} type="button" onClick={() => setIsMaking(true)}>
          {say.make}
        </button>
      </div>
      {error && <TroubleNotice trouble={error} onRetry={() => void refetch()} />}
      {data && (
        <div className={look.card}>
          <DataTable caption={say.caption} columns={say.columns}>
            {data.keys.map((key) => (
              <Row key={key.id} of={key} onRevoke={() => setRevoking(key)} />
            ))}
          </DataTable>
        </div>
      )}
      {isMaking && <Make onClose={() => setIsMaking(false)} />}
      {revoking && <Revoke of={revoking} onClose={() => setRevoking(undefined)} />}
    </>
  );
}

function Row({ of, onRevoke }: { readonly of: ApiKey; readonly onRevoke: () => void }) {
  const { id, name, scopes, createdAt, lastUsedAt, revokedAt, isOwn } = of;
  return (
    <tr>
      <td data-wide>
        {name} <span className={look.mono}>{id}</span> {isOwn && <span className={look.help}>{say.own}</span>}
      </td>
      <td data-wide>{scopes.map((scope) => say.scopeWords[scope]).join(' · ')}</td>
      <td data-wide data-label={say.columns.made} title={moment(createdAt)}>
        {ago(createdAt)}
      </td>
      <td data-wide data-label={say.columns.used}>
        {lastUsedAt === null ? say.never : ago(lastUsedAt)}
      </td>
      <td data-wide>
        {revokedAt === null ? (
          <button className={look.plain} type="button" onClick={onRevoke}>
            {say.revoke(name)}
          </button>
        ) : (
          <span className={look.help}>
            {say.revoked} {ago(revokedAt)}
          </span>
        )}
      </td>
    </tr>
  );
}

const SCOPES = Object.keys(say.scopeWords) as readonly Scope[];

/** The key itself is shown here once, and nowhere else. */
function Make({ onClose }: { readonly onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>([]);
  const [isTried, setIsTried] = useState(false);
  const making = useMutation({
    mutationFn: () => createKey({ name: name.trim(), scopes: [...scopes] }),
    onSuccess: () => client.invalidateQueries({ queryKey: keysQuery.queryKey }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsTried(true);
    if (name.trim() !== '' && scopes.length > 0) making.mutate();
  };
  return (
    <Sheet title={say.make} onClose={onClose}>
      {making.data ? (
        <>
          <p>{say.once}</p>
          <p className={styles.newKey}>
            <IdChip id={making.data.key} what={say.what} />
          </p>
          <div className={look.pager}>
            <button className={look.ink} type="button" onClick={onClose}>
              {words.close}
            </button>
          </div>
        </>
      ) : (
        <form onSubmit={submit} noValidate>
          <TextLine
            label={say.name}
            help={say.nameHelp}
            wrong={isTried && name.trim() === '' ? say.noName : undefined}
            value={name}
            onChange={setName}
          />
          <fieldset className={look.choices}>
            <legend>{say.scopes}</legend>
            {SCOPES.map((scope) => (
              <label key={scope}>
                <input
                  type="checkbox"
                  checked={scopes.includes(scope)}
                  onChange={({ currentTarget: { checked } }) =>
                    setScopes(checked ? [...scopes, scope] : scopes.filter((each) => each !== scope))
                  }
                />
                {say.scopeWords[scope]}
              </label>
            ))}
          </fieldset>
          {isTried && scopes.length === 0 && <p className={look.wrong}>{say.noScope}</p>}
          {making.error && <TroubleNotice trouble={making.error} />}
          <div className={look.pager}>
            <button className={look.plain} type="button" onClick={onClose}>
              {words.cancel}
            </button>
            <button className={look.ink} type="submit" aria-busy={making.isPending}>
              {say.make}
            </button>
          </div>
        </form>
      )}
    </Sheet>
  );
}

function Revoke({ of: { id, name, isOwn }, onClose }: { readonly of: ApiKey; readonly onClose: () => void }) {
  const client = useQueryClient();
  const revoking = useMutation({
    mutationFn: () => revokeKey(id),
    onSuccess: async () => {
      await client.invalidateQueries();
      onClose();
    },
  });
  return (
    <Sheet title={say.revokeTitle(name)} onClose={onClose}>
      <p>{say.revokeText}</p>
      {isOwn && <p className={look.wrong}>{say.revokeOwn}</p>}
      {revoking.error && <TroubleNotice trouble={revoking.error} />}
      <div className={look.pager}>
        <button className={look.plain} type="button" onClick={onClose}>
          {words.cancel}
        </button>
        <button className={look.ink} type="button" aria-busy={revoking.isPending} onClick={() => revoking.mutate()}>
          {say.go}
        </button>
      </div>
    </Sheet>
  );
}
