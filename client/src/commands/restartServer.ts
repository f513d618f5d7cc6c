import type { Command } from './index.ts';

export const restartServer: Command = ({ restart }) => restart();
