import { describe } from 'vitest';
import { constraintClaims } from './cases/constraints.ts';
import { indexClaims } from './cases/indexes.ts';
import { keyClaims } from './cases/keys.ts';
import { partialIndexClaims } from './cases/partialIndexes.ts';
import { schemaClaims } from './cases/schema.ts';
import { clusterUrl } from './database.ts';
import { prove } from './proof.ts';

describe.skipIf(!clusterUrl)('what rules say of PostgreSQL, on a PostgreSQL', () => {
  const claims = [indexClaims, constraintClaims, keyClaims, partialIndexClaims, schemaClaims];
  for (const claim of claims.flat()) prove(claim);
});
