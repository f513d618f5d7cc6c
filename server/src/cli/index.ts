export type { Exit, LoadPlumbline, Plumbline } from './command.ts';
export { type CliIo, type CliStream, processIo } from './io.ts';
export { run } from './run.ts';
