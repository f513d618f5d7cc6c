import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseOpenApi, updateOpenApi } from '#languages/openapi';
import type { TextEdit } from '#text';
import { dump } from './dump.ts';
import { ASYNCAPI_2, ASYNCAPI_3, OPENAPI, SWAGGER } from './texts.ts';

const RUNS = 25;
const URI = 'file:///api.yaml';
/** What people type and what breaks structure. */
const TYPED = ['x', '\n', ' ', '  ', ': ', '{', '}', '"', '#', '- ', '$ref', '*default', '3', 'id: 1\n', ''];

type Typing = (text: string) => TextEdit;

const fraction = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

const keystroke: fc.Arbitrary<Typing> = fc
  .record({ at: fraction, removed: fc.integer({ min: 0, max: 12 }), typed: fc.constantFrom(...TYPED) })
  .map(({ at, removed, typed }) => text => {
    const start = Math.floor(at * text.length);
    return { span: { start, end: Math.min(text.length, start + removed) }, text: typed };
  });

/** Another word of the text in the place of one: another target, another type, another place. */
const word: fc.Arbitrary<Typing> = fc.tuple(fraction, fraction).map(([from, to]) => text => {
  const words = [...text.matchAll(/[\w$]+/g)];
  const [{ 0: old, index: start }, { 0: other }] = [from, to].map(one => words[Math.floor(one * words.length)]!) as [
    RegExpExecArray,
    RegExpExecArray,
  ];
  return { span: { start, end: start + old.length }, text: other };
});

const typing = fc.oneof(keystroke, word);

/** Each line grows, so that the document is cut into many pieces, as long ones are. */
function spread(text: string): string {
  const lines = text.split('\n');
  return lines
    .flatMap(line =>
      /^ {2}\S|^ {4}\S/.test(line)
        ? [...Array.from({ length: 30 }, (_, index) => `${/^ */.exec(line)![0]}# ${index}`), line]
        : [line],
    )
    .join('\n');
}

describe.each([
  ['OpenAPI', OPENAPI],
  ['OpenAPI, long', spread(OPENAPI)],
  ['Swagger', SWAGGER],
  ['AsyncAPI 2', ASYNCAPI_2],
  ['AsyncAPI 3', ASYNCAPI_3],
])('%s after keystrokes', (_, text) => {
  it('says what it says when it is read for the first time', () => {
    fc.assert(
      fc.property(fc.array(typing, { minLength: 1, maxLength: 6 }), keystrokes => {
        let document = parseOpenApi({ uri: URI, text });
        dump(document);
        for (const one of keystrokes) {
          document = updateOpenApi(document, one(document.text));
          expect(dump(document)).toEqual(dump(parseOpenApi({ uri: URI, text: document.text })));
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('is as it was when what was typed is taken back', () => {
    fc.assert(
      fc.property(typing, one => {
        const first = parseOpenApi({ uri: URI, text });
        const before = dump(first);
        const change = one(text);
        const typed = updateOpenApi(first, change);
        dump(typed);
        const { start, end } = change.span;
        const back = { span: { start, end: start + change.text.length }, text: text.slice(start, end) };
        expect(dump(updateOpenApi(typed, back))).toEqual(before);
      }),
      { numRuns: RUNS },
    );
  });
});
