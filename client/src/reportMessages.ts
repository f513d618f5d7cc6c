import type { OpenMessage, Position } from '../../server/src/protocol.ts';

/** The message, when it is exactly what the report's script posts; undefined for anything else. */
export function readOpenMessage(message: unknown): OpenMessage | undefined {
  if (!isRecord(message) || message['type'] !== 'open' || typeof message['uri'] !== 'string') return undefined;
  if (!/^[a-z][a-z0-9+.-]*:/i.test(message['uri']) || !isRecord(message['range'])) return undefined;
  const start = readPosition(message['range']['start']);
  const end = readPosition(message['range']['end']);
  return start && end ? { type: 'open', uri: message['uri'], range: { start, end } } : undefined;
}

function readPosition(value: unknown): Position | undefined {
  if (!isRecord(value)) return undefined;
  const { line, character } = value;
  return isIndex(line) && isIndex(character) ? { line, character } : undefined;
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
