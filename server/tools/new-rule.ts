import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { scaffold } from './scaffold.ts';

const id = process.argv[2] ?? '';
if (!/^(prisma|openapi|sql|kubernetes|workspace)\/[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) {
  console.error(
    'Usage: npm run new-rule -- <kind>/<name>, for example sql/no-x. Kinds: prisma, openapi, sql, kubernetes, workspace.',
  );
  process.exit(2);
}
for (const [path, text] of Object.entries(scaffold(id))) {
  if (existsSync(path)) {
    console.error(`${path} exists already; nothing was written over it.`);
    process.exit(2);
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(`wrote ${path}`);
}
console.log('Next: npm run generate, then npm run test:unit. The failing tests walk you through what is left to say.');
