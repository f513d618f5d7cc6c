export * from './edits.ts';
export * from './lines.ts';
export * from './span.ts';
