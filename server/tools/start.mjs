/**
 * `npm start`: builds, lints the example shop, prints what it finds, writes the report, and says where to go from there.
 * Findings are what the example is for, so they are no failure here.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { buildAll, isStale } from './build.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const shop = path.join(root, 'examples/shop');
const report = path.join(shop, 'plumbline-report.html');

if (isStale()) {
  const start = performance.now();
  await buildAll();
  console.log(`built dist/ in ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
}
console.log('$ plumbline check examples/shop\n');
plumbline(['check'], [0, 1]);
plumbline(['report', '--output', report], [0]);

console.log(`
The same as a page:     ${path.relative(process.cwd(), report) || report}
In VS Code:             code --extensionDevelopmentPath=${root} ${shop}
                        then open prisma/schema.prisma, and run "Plumbline: Show Report"
In a folder of yours:   node ${path.join(root, 'dist/cli.cjs')} check
`);

/**
 * @param {string[]} args
 * @param {number[]} expected exit codes that mean it ran
 */
function plumbline(args, expected) {
  const child = spawnSync(process.execPath, [path.join(root, 'dist/cli.cjs'), ...args], {
    cwd: shop,
    stdio: 'inherit',
  });
  if (child.status === null || !expected.includes(child.status)) process.exit(child.status ?? 2);
}
