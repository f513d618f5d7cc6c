import { describe } from 'vitest';
import { indexClaims } from './cases/indexes.ts';
import { clusterUrl } from './database.ts';
import { prove } from './proof.ts';

describe.skipIf(!clusterUrl)('what rules say of PostgreSQL, on a PostgreSQL', () => {
  for (const claim of indexClaims) prove(claim);
});
