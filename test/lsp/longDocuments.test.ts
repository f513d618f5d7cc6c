import { afterEach, expect, it } from 'vitest';
import { connect, type Editor } from './client.ts';

const HEAD = `openapi: 3.1.0
info: { title: Shop, version: 1.0.0 }
paths:
`;
const LONG_URI = 'file:///w/long.yaml';
const SHORT_URI = 'file:///w/short.yaml';

let editor: Editor | undefined;
afterEach(() => editor?.stop());

/** A description of more than a megabyte; each of its page sizes has no maximum. */
function long(): string {
  const path = (index: number): string => `  /v1/items${index}:
    get:
      parameters:
        - { name: limit, in: query, schema: { type: integer } }
      responses: { '200': { description: OK } }
`;
  return HEAD + Array.from({ length: 6000 }, (_, index) => path(index)).join('');
}

const short = `${HEAD}  /v1/orders:
    get:
      parameters:
        - { name: limit, in: query, schema: { type: integer } }
      responses: { '200': { description: OK } }
`;

const limits = async (uri: string): Promise<string | undefined> =>
  (await editor!.pull(uri))
    .find(one => one.code === 'openapi/limit-without-maximum')
    ?.message.toString()
    .split(',')[0];

it('answers for other documents while it reads a long one', async () => {
  editor = await connect();
  await editor.open(SHORT_URI, short);
  await editor.open(LONG_URI, long());
  const order: string[] = [];
  const [ofLong, ofShort] = await Promise.all([
    limits(LONG_URI).finally(() => order.push('long')),
    limits(SHORT_URI).finally(() => order.push('short')),
  ]);
  expect(order).toEqual(['short', 'long']);
  expect(ofLong).toMatch(/^6000 of 6000 page sizes/);
  expect(ofShort).toBe('"limit" has no maximum');
});

it('counts what is typed while it still reads', async () => {
  editor = await connect();
  await editor.open(LONG_URI, long());
  await editor.edit(LONG_URI, 'schema: { type: integer }', 'schema: { type: integer, maximum: 100 }');
  expect(await limits(LONG_URI)).toMatch(/^5999 of 6000/);
  await editor.edit(LONG_URI, 'schema: { type: integer }', 'schema: { type: integer, maximum: 100 }');
  expect(await limits(LONG_URI)).toMatch(/^5998 of 6000/);
});

it('pushes for a client that cannot pull, once it has read', async () => {
  editor = await connect({ capabilities: {} });
  await editor.open(LONG_URI, long());
  const said = (): string =>
    editor!.pushed
      .get(LONG_URI)
      ?.map(one => one.message)
      .join() ?? '';
  await expect.poll(said, { timeout: 20_000 }).toContain('6000 of 6000 page sizes');
});
