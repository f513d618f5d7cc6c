/** `npm run screenshot`: takes the README's picture from the last run of the workbench test. */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const source = path.join(root, 'artifacts', 'workbench-2-quick-fix.png');
const target = path.join(root, 'docs', 'screenshot.png');

if (!existsSync(source)) {
  console.error('There is no picture yet: run "npm run test:client" first.');
  process.exit(1);
}
mkdirSync(path.dirname(target), { recursive: true });
copyFileSync(source, target);
console.log(path.relative(process.cwd(), target));
