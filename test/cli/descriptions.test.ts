import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { run } from '#cli';
import { guide } from '#rules/guide.ts';
import { createPlumbline } from '../../server/src/composition.ts';

const ROOT = `openapi: 3.0.3
info: { title: Shop, version: '1' }
servers: [{ url: https://api.example.com/v1 }]
security: [{ key: [] }]
paths:
  /orders: { $ref: paths/orders.yaml }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: x-key } }
`;
const ORDERS = `get:
  summary: Lists orders
  parameters:
    - name: limit
      in: query
      schema: { type: integer, default: 10 }
  responses:
    '200': { description: ok }
`;
const LIMIT = 'openapi/limit-without-maximum';

/** A folder, the command line with everything that ships, and one rule that is on. */
function project(files: Readonly<Record<string, string>>, below = '.') {
  const root = mkdtempSync(path.join(tmpdir(), 'plumbline-refs-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const config = JSON.stringify({ extends: [], rules: { [LIMIT]: 'warning' } });
  for (const [name, text] of Object.entries({ [`${below}/.plumbline.json`]: config, ...files })) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  const plumbline = async (args: string, stdin = '') => {
    let out = '';
    let err = '';
    const io = {
      cwd: path.join(root, below),
      env: {},
      stdout: { isTTY: false, write: (text: string) => void (out += text) },
      stderr: { isTTY: false, write: (text: string) => void (err += text) },
      readStdin: async () => stdin,
    };
    const exit = await run(args.split(' '), io, async () => ({ createPlumbline, guide }));
    return { exit, out, err };
  };
  interface Finding {
    readonly rule: string;
    readonly related: readonly { readonly path: string; readonly message: string }[];
  }
  const check = async (args: string, stdin = '') => {
    const { exit, out, err } = await plumbline(`check --format json ${args}`.trim(), stdin);
    const report: { files: { path: string; findings: Finding[] }[] } = JSON.parse(out);
    const found = report.files.flatMap(file => file.findings.map(one => `${file.path}: ${one.rule}`));
    const related = report.files.flatMap(file => file.findings.flatMap(one => one.related));
    return { exit, err, found, related };
  };
  const read = (name: string): string => readFileSync(path.join(root, name), 'utf8');
  const link = (target: string, name: string): void => symlinkSync(path.join(root, target), path.join(root, name));
  return { plumbline, check, read, link };
}

const FILES = { 'api/openapi.yaml': ROOT, 'api/paths/orders.yaml': ORDERS };
const found = [`api/paths/orders.yaml: ${LIMIT}`];

describe('a description over several files, on the command line', () => {
  it.each(['', 'api', 'api/paths', 'api/paths/orders.yaml', 'api/paths/orders.yaml api/openapi.yaml'])(
    'is read as a whole whatever is checked of it: "%s"',
    async args => expect(await project(FILES).check(args)).toMatchObject({ exit: 1, err: '', found }),
  );

  it('is read from standard input as well', async () => {
    const { check } = project(FILES);
    const stdin = '--stdin --stdin-filename api/paths/orders.yaml';
    expect((await check(stdin, ORDERS)).found).toEqual(found);
    expect((await check(stdin, ORDERS.replace('limit', 'name'))).found).toEqual([]);
  });

  it('is loaded with what its root needs, where only the root is asked about', async () => {
    const answers = "      responses: { '200': { description: ok } }";
    const shared = ROOT.replace(
      '{ $ref: paths/orders.yaml }',
      `\n    get:\n      parameters: [{ $ref: ignored/limit.json }]\n${answers}`,
    );
    const limit = '{ "name": "limit", "in": "query", "schema": { "type": "integer" } }';
    const { check } = project({ '.gitignore': 'ignored', 'openapi.yaml': shared, 'ignored/limit.json': limit });
    expect((await check('openapi.yaml')).found).toEqual([]);
    expect((await check('ignored/limit.json openapi.yaml')).found).toEqual([`ignored/limit.json: ${LIMIT}`]);
  });

  it('names the use of a part in every format', async () => {
    const { check, plumbline } = project(FILES);
    const message = 'Used by /orders in openapi.yaml.';
    expect((await check('')).related).toMatchObject([{ path: 'api/openapi.yaml', message }]);
    expect((await plumbline('check')).out).toContain(`see api/openapi.yaml:6:20: ${message}`);
    const sarif = JSON.parse((await plumbline('check --format sarif')).out);
    expect(sarif.runs[0].results[0].relatedLocations[0]).toMatchObject({
      message: { text: message },
      physicalLocation: { artifactLocation: { uri: 'api/openapi.yaml' }, region: { startLine: 6, startColumn: 20 } },
    });
    for (const format of ['github', 'gitlab', 'junit', 'markdown'])
      expect((await plumbline(`check --format ${format}`)).out).toContain('orders.yaml');
  });

  it('is fixed where the text is', async () => {
    const { plumbline, read } = project(FILES);
    expect((await plumbline('check --fix-unsafe')).err).toContain('fixed api/paths/orders.yaml');
    expect(read('api/paths/orders.yaml')).toContain('maximum: 100');
    expect(read('api/openapi.yaml')).toBe(ROOT);
  });

  it('may lead nowhere, in circles, or over a network', async () => {
    const { check } = project({
      'openapi.yaml': ROOT.replace('paths/orders.yaml', 'gone.yaml').replace(
        'components:',
        '  /a: { $ref: a.yaml }\n  /b: { $ref: "https://example.invalid/b.yaml" }\n  /c: { $ref: folder.yaml }\ncomponents:',
      ),
      'a.yaml': '$ref: b.yaml\n',
      'b.yaml': '$ref: a.yaml\n',
      'folder.yaml/x.txt': '',
    });
    expect(await check('')).toMatchObject({ exit: 0, err: '', found: [] });
    expect(await check('openapi.yaml')).toMatchObject({ exit: 0, err: '', found: [] });
  });

  it('is not followed out of the project, by name or by link', async () => {
    const own = '\n    get: { parameters: [{ name: limit, in: query, schema: { $ref: size.yaml } }], responses: {} }';
    const leading = (to: string): string => ROOT.replace(' { $ref: paths/orders.yaml }', own.replace('size.yaml', to));
    const size = 'type: integer\n';
    const { check, link } = project(
      {
        'in/inside.yaml': leading('sub/../sub/size.yaml'),
        'in/sub/size.yaml': size,
        'in/byName.yaml': leading('../out/size.yaml'),
        'in/byLink.yaml': leading('link/size.yaml'),
        'out/size.yaml': size,
      },
      'in',
    );
    link('out', 'in/link');
    for (const args of ['', 'inside.yaml byName.yaml byLink.yaml'])
      expect((await check(args)).found).toEqual([`inside.yaml: ${LIMIT}`]);
  });
});
