import { useMemo, useState } from 'react';
import { type Offered, offeredFor } from '../../../journey/document/draft';
import { look } from '../widgets/look';
import { Tile } from '../widgets/tile';
import { words } from '../words';
import { OFFER_TYPE } from './drop';
import { addNode } from './edits';
import { lastWay } from './last-way';
import offerStyles from './offer.module.css';
import paletteStyles from './palette.module.css';
import { useBuilderStore } from './store';

const { builder: say } = words;
const FAMILIES = ['channel', 'wait', 'decision', 'action', 'end'] as const;

/** Lists all node types by family. A click adds a node after the selected one; a drag adds it at the drop. */
export function Palette() {
  const [search, setSearch] = useState('');
  const store = useBuilderStore();
  const found = useMemo(() => offeredFor(search), [search]);
  return (
    <aside className={paletteStyles.palette} aria-label={say.palette}>
      <input
        className={look.input}
        type="search"
        aria-label={say.search}
        placeholder={say.search}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {found.length === 0 && <p className={look.help}>{say.nothingFound}</p>}
      {FAMILIES.map((family) => (
        <Group
          key={family}
          title={say.families[family]}
          offers={found.filter((offer) => offer.family === family)}
          onChoose={(offer) => addNode(store, lastWay(store), offer)}
        />
      ))}
    </aside>
  );
}

interface GroupProps {
  readonly title: string;
  readonly offers: readonly Offered[];
  readonly onChoose: (offer: Offered) => void;
}

function Group({ title, offers, onChoose }: GroupProps) {
  if (offers.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {offers.map((offer) => (
          <li key={offer.title}>
            <button
              className={offerStyles.offer}
              type="button"
              title={offer.about}
              draggable
              onDragStart={(event) => {
                event.dataTransfer.setData(OFFER_TYPE, offer.title);
                event.dataTransfer.effectAllowed = 'copy';
              }}
              onClick={() => onChoose(offer)}
            >
              <Tile icon={offer.icon} family={offer.family} />
              {offer.title}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
