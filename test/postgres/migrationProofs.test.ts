import { describe } from 'vitest';
import { accessClaims } from './cases/access.ts';
import { contractClaims } from './cases/contracts.ts';
import { rewriteClaims } from './cases/rewrites.ts';
import { rowClaims } from './cases/rows.ts';
import { undoClaims } from './cases/undo.ts';
import { upkeepClaims } from './cases/upkeep.ts';
import { clusterUrl } from './database.ts';
import { prove } from './proof.ts';

/** The other half of proofs.test.ts, beside which it runs. */
describe.skipIf(!clusterUrl)('what rules say of migrations, on a PostgreSQL', () => {
  const claims = [rewriteClaims, upkeepClaims, contractClaims, rowClaims, undoClaims, accessClaims];
  for (const claim of claims.flat()) prove(claim);
});
