import { CardLine } from '../canvas/counts';
import type { Lens } from '../canvas/lens';
import { words } from '../words';
import { useMarks, useWhen } from './marks';

const { rehearse: say } = words;

/** Shows on the path where the user has been, is, and would go. */
export const REHEARSE: Lens = {
  name: 'rehearse',
  isEditable: false,
  InCard: CardMark,
  useMark: (id) => useMarks().get(id)?.type ?? (id.includes('/') ? undefined : 'unreached'),
};

function CardMark({ id }: { readonly id: string }) {
  const mark = useMarks().get(id);
  const when = useWhen();
  if (!mark) return null;
  return <CardLine>{inWords(mark, when)}</CardLine>;
}

function inWords(
  mark: ReturnType<ReturnType<typeof useMarks>['get']> & object,
  when: ReturnType<typeof useWhen>,
): string {
  switch (mark.type) {
    case 'passed':
      return say.passed(when(mark.at));
    case 'ended':
      return say.ended(when(mark.at));
    case 'here':
      return say.here(mark.wakesAt === null ? '' : when(mark.wakesAt));
    case 'ahead':
      return say.wouldBe(when(mark.at));
  }
}
