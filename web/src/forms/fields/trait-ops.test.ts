import { describe, expect, test } from 'vitest';
import { Condition } from '../../../../journey/conditions/condition';
import { OPS, withOp } from './trait-ops';

describe('D7 an operator is changed', () => {
  const filled = { path: 'item.price', op: '>', value: 5 };
  test.each(OPS)('D7 from any other to %s: the parts that fit stay, and it becomes a whole condition', (op) => {
    for (const before of OPS) {
      const written = withOp({ path: 'event.products', op: before, value: 'three', calendar: true }, before);
      const whole = {
        ...written,
        ...('where' in written && { where: filled }),
        ...('of' in written && { of: 'item.price' }),
      };
      const changed = withOp(whole, op);
      const read = {
        ...changed,
        ...('where' in changed && { where: filled }),
        ...('of' in changed && { of: 'item.price' }),
      };
      expect({ before, ok: Condition.safeParse(read).success }).toEqual({ before, ok: true });
      expect(changed).toMatchObject({ path: 'event.products', op });
    }
  });

  test('D7 the items that match stay, whether all match or they are counted', () => {
    const any = { path: 'event.products', op: 'any-item', where: filled };
    expect(withOp(any, 'count')).toEqual({ path: 'event.products', op: 'count', is: '>=', value: 0, where: filled });
    expect(withOp(withOp(any, 'count'), 'no-item')).toEqual({ ...any, op: 'no-item' });
  });
});
