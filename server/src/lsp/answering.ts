import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Session } from './session.ts';

/**
 * Wraps a request handler: what it throws is logged and answered as an error that names the request. One document that
 * goes wrong leaves the others alone.
 */
export function answering<A extends unknown[], R>(
  session: Session,
  what: string,
  handler: (...args: A) => R | Promise<R>,
): (...args: A) => Promise<R> {
  return async (...args) => {
    try {
      return await handler(...args);
    } catch (error) {
      if (error instanceof ResponseError) throw error;
      session.log(`"${what}" failed`, error);
      const reason = error instanceof Error ? error.message : String(error);
      throw new ResponseError(ErrorCodes.InternalError, `Plumbline: "${what}" failed: ${reason}`);
    }
  };
}

/** Wraps a notification handler: what it throws is logged. */
export function noticing<A extends unknown[]>(
  session: Session,
  what: string,
  handler: (...args: A) => void | Promise<void>,
): (...args: A) => Promise<void> {
  return async (...args) => {
    try {
      await handler(...args);
    } catch (error) {
      session.log(`"${what}" failed`, error);
    }
  };
}
