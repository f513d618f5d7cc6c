import type { Command } from './index.ts';

export const showOutput: Command = async ({ output }) => output.show(true);
