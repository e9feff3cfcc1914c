import { fragment } from './sql.ts';

/** Holds for rows of users who count: test users count nowhere. For statements with one `workspace` and `person`. */
export const isCounted = fragment`(workspace, person) not in (select t.workspace, t.person from test_users t)`;
