import { describe, expect, test } from 'vitest';
import { readOpenMessage } from '../../client/src/reportMessages.ts';

const range = { start: { line: 2, character: 4 }, end: { line: 2, character: 9 } };
const message = { type: 'open', uri: 'file:///shop/1.sql', range };

describe('what the report may ask the editor for', () => {
  test('to open a place', () => {
    expect(readOpenMessage(message)).toEqual(message);
  });

  test('and nothing that comes along with it', () => {
    expect(readOpenMessage({ ...message, command: 'workbench.action.quit' })).toEqual(message);
  });

  test.each([
    ['no object', 'open'],
    ['null', null],
    ['another type', { ...message, type: 'command' }],
    ['no uri', { type: 'open', range }],
    ['a path in place of a uri', { ...message, uri: '/etc/passwd' }],
    ['no range', { type: 'open', uri: message.uri }],
    ['a negative line', { ...message, range: { ...range, start: { line: -1, character: 0 } } }],
    ['half a line', { ...message, range: { ...range, end: { line: 0.5, character: 0 } } }],
    ['text for a number', { ...message, range: { ...range, end: { line: '2', character: 0 } } }],
  ])('not %s', (_, value) => {
    expect(readOpenMessage(value)).toBeUndefined();
  });
});
