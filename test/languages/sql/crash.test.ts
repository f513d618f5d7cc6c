import { expect, it, vi } from 'vitest';
import { postgresParser } from './libpg.ts';

interface PgQueryModule {
  UTF8ToString(pointer: number): string;
  _wasm_parse_query_raw(query: number): number;
}

interface Original {
  readonly default: (options: object) => Promise<PgQueryModule>;
}

/** The real module, but texts that ask for it crash it, as a RuntimeError of the wasm does. */
vi.mock('libpg-query/wasm/libpg-query.js', async importOriginal => {
  const { default: create } = await importOriginal<Original>();
  return {
    default: async (options: object) => {
      const module = await create(options);
      const parse = module._wasm_parse_query_raw.bind(module);
      module._wasm_parse_query_raw = query => {
        if (module.UTF8ToString(query).includes('crash')) throw new Error('memory access out of bounds');
        return parse(query);
      };
      return module;
    },
  };
});

it('after a crash the parser says nothing, and then works again', async () => {
  const parser = await postgresParser();
  expect(parser.parse('SELECT 1')).toMatchObject({ tree: {} });
  expect(parser.parse('SELECT crash')).toBeUndefined();
  expect(parser.parse('SELECT 1')).toBeUndefined();
  await expect.poll(() => parser.parse('SELECT 1')).toMatchObject({ tree: {} });
});
