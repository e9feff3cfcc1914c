import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Trouble } from '../client/trouble';
import { type ImportOf, STOPPED, sendFile } from './import-queries';

export type Sending = ReturnType<typeof useSending>;

/** Sends the file, and tells how far it is. */
export function useSending(of: ImportOf, file: File, onDone: () => void) {
  const [sent, setSent] = useState(0);
  const [key] = useState(() => crypto.randomUUID());
  const stopper = useRef(new AbortController());
  const { mutate, data, error, isPending, isIdle } = useMutation({
    mutationFn: (query: Readonly<Record<string, string>>) => {
      stopper.current = new AbortController();
      setSent(0);
      return sendFile({ of, file, query, key, onSent: setSent, signal: stopper.current.signal });
    },
    onSuccess: onDone,
  });
  return {
    start: mutate,
    stop: () => stopper.current.abort(),
    ...{ sent, data, error, isUnderWay: isPending, isStarted: !isIdle },
    isStopped: error instanceof Trouble && error.code === STOPPED,
  };
}
