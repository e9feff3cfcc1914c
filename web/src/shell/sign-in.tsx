import { PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useEffect, useRef } from 'react';
import { sessionQuery, signIn } from '../client/queries';
import { look } from '../widgets/look';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import styles from './sign-in.module.css';

/** Signs in by the code in the address, immediately, or by an API key. */
export function SignInPage() {
  const { to = '/journeys' } = useSearch({ from: '/sign-in' });
  const client = useQueryClient();
  const navigate = useNavigate();
  const going = useMutation({
    mutationFn: signIn,
    async onSuccess(session) {
      client.setQueryData(sessionQuery.queryKey, session);
      await navigate({ href: to, replace: true });
    },
  });
  const { mutate } = going;
  const isTaken = useRef(false);
  useEffect(() => {
    const code = /^#code=(.+)$/.exec(location.hash)?.[1];
    if (code === undefined || isTaken.current) return;
    isTaken.current = true; // it is good once
    history.replaceState(null, '', location.pathname + location.search);
    mutate({ code });
  }, [mutate]);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    mutate({ key: String(form.get('key')).trim(), name: String(form.get('name')).trim() });
  };
  const { signIn: say } = words;
  return (
    <main className={styles.signIn}>
      <form className={look.card} onSubmit={submit}>
        <h1>{say.title}</h1>
        <div>{say.by}</div>
        {going.isError && <TroubleNotice trouble={going.error} />}
        <PasswordInput name="key" label={say.key} description={say.keyHelp} required autoComplete="current-password" />
        <TextInput
          name="name"
          label={say.name}
          description={say.nameHelp}
          required
          maxLength={80}
          autoComplete="name"
        />
        <button className={look.ink} type="submit" aria-busy={going.isPending}>
          {going.isPending ? say.going : say.go}
        </button>
      </form>
    </main>
  );
}
