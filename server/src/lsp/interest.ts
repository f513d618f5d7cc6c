import { configNames } from '#engine';
import type { Interest } from '#host';

/** Files that can hold something for us, by name; which do, the languages say by content. */
export const interest: Interest = {
  glob: '**/{*.prisma,*.sql,*.yaml,*.yml,*.json,.plumbline.jsonc}',
  wants: name => /\.(?:prisma|sql|ya?ml|json)$/i.test(name) || configNames().includes(name),
};
